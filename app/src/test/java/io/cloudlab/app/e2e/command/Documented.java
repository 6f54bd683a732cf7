package io.cloudlab.app.e2e.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The shell commands of a section of the documents, run as they are written. */
public record Documented(String script) {
    /** What the documents call the server. */
    private static final String SERVER = "127.0.0.1:8000";

    /** @param file relative to the repository */
    public static Documented commands(String file, String section) throws IOException {
        Pattern commands = Pattern.compile("## " + Pattern.quote(section) + "\\n.*?```sh\\n(.*?)```", Pattern.DOTALL);
        Matcher found = commands.matcher(Files.readString(Path.of("..", file)));
        assertThat(found.find()).as(section + " of " + file).isTrue();
        return new Documented(found.group(1));
    }

    /** Runs them against the server at this address; returns what they have printed, or fails where they do. */
    public String run(URI server, Path output, int seconds) throws Exception {
        Process shell = new ProcessBuilder("bash", "-euc", script.replace(SERVER, server.getAuthority()))
                .directory(Path.of("..").toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        boolean ended = shell.waitFor(seconds, TimeUnit.SECONDS);
        if (!ended) shell.destroyForcibly();
        String printed = Files.readString(output);
        assertThat(ended).as(printed).isTrue();
        assertThat(shell.exitValue()).as(printed).isZero();
        return printed;
    }
}
