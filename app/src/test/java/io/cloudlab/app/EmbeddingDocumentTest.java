package io.cloudlab.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The program in docs/embedding.md does what it says there. */
class EmbeddingDocumentTest {
    private static final Pattern PROGRAM = Pattern.compile("```java\\n(.*?class (\\w+).*?)```", Pattern.DOTALL);

    @TempDir
    Path directory;

    @Test
    void programInTheDocumentRunsAsItStands() throws Exception {
        Matcher program = PROGRAM.matcher(Files.readString(Path.of("..", "docs", "embedding.md")));
        assertThat(program.find()).isTrue();
        Path source = directory.resolve(program.group(2) + ".java");
        Files.writeString(source, program.group(1));
        Path lab = directory.resolve("lab");
        Files.createDirectories(lab.resolve("services/hello"));
        for (String file : List.of("deploy.sh", "greet.sh", "scripts.yaml")) {
            Files.copy(
                    Path.of("..", "cloudlab", "services", "hello", file),
                    lab.resolve("services/hello").resolve(file));
        }

        String printed = run(source, lab, directory.resolve("data"));

        assertThat(printed).contains("world").endsWith("COMPLETED\n");
    }

    private String run(Path source, Path lab, Path data) throws IOException, InterruptedException {
        Path output = directory.resolve("output");
        Process process = new ProcessBuilder(
                        ProcessHandle.current().info().command().orElseThrow(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        source.toString(),
                        lab.toString(),
                        data.toString())
                .redirectError(directory.resolve("errors").toFile())
                .redirectOutput(output.toFile())
                .start();
        assertThat(process.waitFor(50, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue())
                .as(Files.readString(directory.resolve("errors")))
                .isZero();
        return Files.readString(output);
    }
}
