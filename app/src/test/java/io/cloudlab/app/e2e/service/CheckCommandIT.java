package io.cloudlab.app.e2e.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudlab.app.e2e.RunningServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A lab is checked without a server and without a data directory. */
class CheckCommandIT {
    @TempDir
    Path directory;

    private void write(String path, String text) throws Exception {
        Path file = directory.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    @Test
    void labInOrderEndsWithZeroAndWritesNothing() throws Exception {
        write("lab/services/web/deploy.sh", "true\n");

        assertThat(check(0, "lab")).isEqualTo("In order: lab\n");
        try (var files = Files.list(directory)) {
            assertThat(files.map(file -> file.getFileName().toString())).containsExactlyInAnyOrder("lab", "printed");
        }
    }

    @Test
    void everyWarningIsPrintedAndEndsWithOne() throws Exception {
        write("lab/services/web/deploy.sh", "true\n");
        write("lab/services/web/go.sh", "true\n");
        write("lab/services/web/scripts.yaml", "scripts:\n  - name: go\n    file: go.sh\n    concurency: parallel\n");
        write("lab/inventory_types/box.yaml", "slug: box\nlable: Box\nfields: []\n");

        assertThat(check(1, "lab")).isEqualTo("""
                services/web/scripts.yaml, line 4, column 5: 'concurency' means nothing here and is passed over; perhaps \
                'concurrency' is meant.
                inventory_types/box.yaml, line 1, column 1: 'label' is missing. The type is left out.
                2 warnings: lab
                """);
    }

    @Test
    void directoryComesFromTheSettingsUnlessGiven() throws Exception {
        write("mine/services/web/deploy.sh", "true\n");

        assertThat(check(0)).startsWith("In order: ").contains("mine");
        assertThat(check(0, "--lab", "mine")).startsWith("In order: ").contains("mine");
        assertThat(check(1, "missing")).isEqualTo("cloudlab: There is no lab directory missing.\n");
        assertThat(check(2, "one", "two")).contains("Unmatched argument");
    }

    private String check(int code, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(RunningServer.command("check"));
        command.addAll(List.of(arguments));
        Path output = directory.resolve("printed");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment().putAll(Map.of("CLOUDLAB_LAB", "mine"));
        Process process = builder.start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(Files.readString(output)).isEqualTo(code);
        return Files.readString(output);
    }
}
