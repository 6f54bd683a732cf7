package io.cloudlab.process.job;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.StringTokenizer;
import org.jspecify.annotations.Nullable;

/** What {@code /proc/<pid>/stat} says of a process; see proc(5). */
public record ProcStat(long pid, char state, long parent, long session, long startTicks) {
    public static final Path PROC = Path.of("/proc");

    private static final int FROM_STATE_TO_PARENT = 1;
    private static final int FROM_PARENT_TO_SESSION = 2;
    private static final int FROM_SESSION_TO_START = 16;

    /** @return null if there is no such process */
    static @Nullable public ProcStat of(long pid) {
        try {
            String stat = Files.readString(PROC.resolve(pid + "/stat"), StandardCharsets.ISO_8859_1);
            // The name, in parentheses, may hold anything.
            StringTokenizer words = new StringTokenizer(stat.substring(stat.lastIndexOf(')') + 1));
            char state = words.nextToken().charAt(0);
            long parent = word(words, FROM_STATE_TO_PARENT);
            long session = word(words, FROM_PARENT_TO_SESSION);
            return new ProcStat(pid, state, parent, session, word(words, FROM_SESSION_TO_START));
        } catch (IOException e) {
            return null;
        }
    }

    /** Whether only its exit code is left of it. */
    public boolean isDead() {
        return state == 'Z' || state == 'X' || state == 'x';
    }

    /** Whether this very process exists now and is not dead. */
    public boolean isStillThere() {
        ProcStat now = of(pid);
        return now != null && now.startTicks == startTicks && !now.isDead();
    }

    /** How many milliseconds ago a process started that did so at {@code ticks}. */
    public static long millisecondsSince(long ticks) {
        try {
            String uptime = Files.readString(PROC.resolve("uptime"));
            long now = Long.parseLong(uptime.substring(0, uptime.indexOf(' ')).replace(".", ""));
            return (now - ticks) * 10; // both in hundredths of a second, USER_HZ
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static String bootId() {
        return Boot.ID;
    }

    private static long word(StringTokenizer words, int steps) {
        for (int i = 1; i < steps; i++) words.nextToken();
        return Long.parseLong(words.nextToken());
    }

    private static final class Boot {
        private static final String ID = read();

        private static String read() {
            try {
                return Files.readString(PROC.resolve("sys/kernel/random/boot_id"))
                        .strip();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
