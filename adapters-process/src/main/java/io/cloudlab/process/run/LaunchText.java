package io.cloudlab.process.run;

import io.cloudlab.core.jobs.LaunchFailed;
import io.cloudlab.core.jobs.job.JobRunner;
import io.cloudlab.core.jobs.job.JobRunner.Launch;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/**
 * What commands.sh reads to learn the environment and the commands of a job: a script of POSIX sh that only assigns
 * quoted texts. It goes through a pipe, always as UTF-8: Java encodes a process's arguments and environment in the
 * encoding of the server's locale, which may know ASCII only; and a pipe can be read by no other process.
 */
final class LaunchText {
    /** MAX_ARG_STRLEN of Linux, for one argument or variable, its final NUL included. */
    private static final int MAX_TEXT = 128 * 1024;
    /** ARG_MAX, a quarter of the usual limit of the stack, less what the programs in between add. */
    private static final int MAX_ALL = 2 * 1024 * 1024 - 64 * 1024;

    private final StringBuilder script = new StringBuilder();
    private long bytes;

    private LaunchText() {}

    /** @throws LaunchFailed if the system would start no program with this much */
    static byte[] of(Launch launch, Map<String, String> environment, String variablesFile) {
        LaunchText text = new LaunchText();
        environment.forEach((name, value) -> {
            text.count(name + "=" + value);
            text.script.append("export ").append(name).append('=');
            text.quote(value);
            text.script.append('\n');
        });
        text.script.append("set --");
        for (List<String> command : launch.commands()) {
            text.word(ShellQuoting.of(command));
            text.word(Integer.toString(command.size()));
            long before = text.bytes;
            for (String word : command) {
                String given = word.equals(JobRunner.VARIABLES) ? "@" + variablesFile : word;
                text.count(given);
                text.word(given);
            }
            if (text.bytes > MAX_ALL) throw tooLong();
            text.bytes = before; // each command is started on its own
        }
        text.script.append("\n_clm_whole=1\n");
        return text.script.toString().getBytes(StandardCharsets.UTF_8);
    }

    private void word(String word) {
        script.append(' ');
        quote(word);
    }

    private void quote(String text) {
        script.append('\'').append(text.replace("'", "'\\''")).append('\'');
    }

    private void count(String text) {
        int length = text.getBytes(StandardCharsets.UTF_8).length + 1;
        if (length > MAX_TEXT) throw tooLong();
        bytes += length + Long.BYTES;
    }

    private static LaunchFailed tooLong() {
        return new LaunchFailed("The system cannot start the command: Argument list too long.");
    }
}
