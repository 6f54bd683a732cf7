package io.cloudlab.app.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The first steps of the README, taken as a newcomer would. */
class ReadmeIT {
    private static final Pattern STEPS = Pattern.compile("## First steps.*?```sh\\n(.*?)```", Pattern.DOTALL);

    @TempDir
    Path directory;

    @Test
    void firstStepsWorkAsTheyAreWritten() throws Exception {
        Matcher steps = STEPS.matcher(Files.readString(Path.of("..", "README.md")));
        assertThat(steps.find()).isTrue();
        try (RunningServer server = RunningServer.on(directory.resolve("data"), directory.resolve("lab"))
                .start()) {
            String script =
                    steps.group(1).replace("127.0.0.1:8000", server.address().getAuthority());
            Path output = directory.resolve("output");
            Process shell = new ProcessBuilder("bash", "-euc", script)
                    .directory(Path.of("..").toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();

            assertThat(shell.waitFor(60, TimeUnit.SECONDS)).isTrue();
            String printed = Files.readString(output);
            assertThat(shell.exitValue()).as(printed).isZero();
            assertThat(printed)
                    .contains("\"name\":\"hello\"")
                    .contains("\"type\":\"connected\"")
                    .contains("DEPLOYMENT_ID=hello-")
                    .contains("\"type\":\"done\",\"status\":\"completed\"")
                    .endsWith("\"status\":\"running\"}");
        }
    }
}
