package io.cloudlab.app.e2e.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudlab.app.e2e.RunningServer;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The first steps of the README, taken as a newcomer would. */
@Tag("smoke")
class ReadmeIT {
    @TempDir
    Path directory;

    @Test
    void firstStepsWorkAsTheyAreWritten() throws Exception {
        Documented steps = Documented.commands("README.md", "First steps");
        try (RunningServer server = RunningServer.on(directory.resolve("data"), directory.resolve("lab"))
                .start()) {
            assertThat(steps.run(server.address(), directory.resolve("output"), 60))
                    .contains("\"name\":\"hello\"")
                    .contains("\"type\":\"connected\"")
                    .contains("DEPLOYMENT_ID=hello-")
                    .contains("\"type\":\"done\",\"status\":\"completed\"")
                    .endsWith("\"status\":\"running\"}");
        }
    }
}
