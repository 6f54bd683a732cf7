package io.cloudlab.app;

import io.cloudlab.app.failure.IoErrorText;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.OptionalInt;

/**
 * Has the program run in a locale of UTF-8. Java takes the encoding of file names, arguments and environment variables
 * from the locale it was started in, once and for all; without one, as under cron, systemd or in a container, it knows
 * ASCII only. Then the program starts itself again, and this process only waits for the other.
 */
final class Utf8Locale {
    /** Set in the second process, which is content with what it gets: C.UTF-8 may be missing. */
    private static final String AGAIN = "cloudlab.relaunched";

    /** Ends the other process with this one, however this one ends. */
    private static final String TOGETHER =
            "if command -v setpriv >/dev/null 2>&1; then set -- setpriv --pdeathsig KILL \"$@\"; fi\n";

    private Utf8Locale() {}

    /** @return what the other process ended with; empty if there is no need for one */
    static OptionalInt relaunch() {
        String encoding = System.getProperty("sun.jnu.encoding", "UTF-8");
        if (encoding.equalsIgnoreCase("UTF-8") || Boolean.getBoolean(AGAIN)) return OptionalInt.empty();
        try {
            Path script = Files.createTempFile("cloudlab", ".sh"); // only its owner may read it
            Files.write(script, script(Files.readAllBytes(Path.of("/proc/self/cmdline"))));
            Process other =
                    new ProcessBuilder("sh", script.toString()).inheritIO().start();
            Runtime.getRuntime().addShutdownHook(new Thread(() -> end(other), "cloudlab-stop"));
            return OptionalInt.of(other.waitFor());
        } catch (IOException e) {
            System.err.println("cloudlab: names of files that are not ASCII cannot be opened in this locale, and the"
                    + " program cannot be started in another: " + IoErrorText.of(e) + ".");
            return OptionalInt.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return OptionalInt.of(1);
        }
    }

    private static void end(Process other) {
        other.destroy();
        try {
            other.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * The command line of this process, byte for byte: Java itself has not understood it.
     *
     * @param line words that end with NUL each, as in {@code /proc/self/cmdline}
     */
    static byte[] script(byte[] line) {
        ByteArrayOutputStream script = new ByteArrayOutputStream();
        script.writeBytes(ascii("rm -f -- \"$0\"\nexport LC_ALL=C.UTF-8\nset --"));
        boolean first = true;
        for (int from = 0; from < line.length; ) {
            int end = from;
            while (end < line.length && line[end] != 0) end++;
            quote(Arrays.copyOfRange(line, from, end), script);
            if (first) script.writeBytes(ascii(" -D" + AGAIN + "=true"));
            first = false;
            from = end + 1;
        }
        script.writeBytes(ascii("\n" + TOGETHER + "exec \"$@\"\n"));
        return script.toByteArray();
    }

    private static void quote(byte[] word, ByteArrayOutputStream script) {
        script.writeBytes(ascii(" '"));
        for (byte b : word) {
            if (b == '\'') script.writeBytes(ascii("'\\''"));
            else script.write(b);
        }
        script.write('\'');
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
