package io.cloudlab.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The programs in docs/embedding.md do what it says there, each time they run. */
@Tag("slow")
class EmbeddingDocumentTest {
    private static final Pattern PROGRAM = Pattern.compile("```java\\n(.*?class (\\w+).*?)```", Pattern.DOTALL);

    @TempDir
    Path directory;

    private Path lab;

    @BeforeEach
    void makeLab() throws IOException {
        lab = directory.resolve("lab");
        Files.createDirectories(lab.resolve("services/hello"));
        for (String file : List.of("deploy.sh", "greet.sh", "scripts.yaml")) {
            Files.copy(
                    Path.of("..", "cloudlab", "services", "hello", file),
                    lab.resolve("services/hello").resolve(file));
        }
    }

    @Test
    void scriptIsRunAndItsEndIsPrintedEachTime() throws Exception {
        for (int run = 1; run <= 2; run++) {
            Process process = start("NightlyBuild");
            String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertEnds(process);
            assertThat(printed).contains("world").endsWith("COMPLETED\n");
        }
    }

    @Test
    void httpApiIsOfferedEachTimeToThosePeopleWhoSetItUp() throws Exception {
        String body = "{\"username\":\"mira\",\"password\":\"correct horse\"}";
        for (String path : List.of("/api/auth/setup", "/api/auth/login")) {
            Process process = start("LabServer");
            try (BufferedReader output = process.inputReader()) {
                HttpResponse<String> answer = HttpClient.newHttpClient()
                        .send(
                                HttpRequest.newBuilder(URI.create(output.readLine() + path))
                                        .header("Content-Type", "application/json")
                                        .POST(HttpRequest.BodyPublishers.ofString(body))
                                        .build(),
                                HttpResponse.BodyHandlers.ofString());
                assertThat(answer.statusCode()).isEqualTo(200);
                assertThat(answer.body()).contains("access_token");
                process.getOutputStream().close();
                assertEnds(process);
            } finally {
                process.destroyForcibly();
            }
        }
    }

    @Test
    void adaptersAreSilentWithoutALoggingProvider() throws Exception {
        String classPath = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(each -> !each.contains("logback"))
                .collect(Collectors.joining(File.pathSeparator));
        Process process = start("NightlyBuild", classPath);
        process.getInputStream().readAllBytes();
        assertEnds(process);
        assertThat(Files.readAllLines(directory.resolve("errors"))).allMatch(line -> line.startsWith("SLF4J(W)"));
    }

    private void assertEnds(Process process) throws Exception {
        assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue())
                .as(Files.readString(directory.resolve("errors")))
                .isZero();
    }

    private Process start(String name) throws IOException {
        return start(name, System.getProperty("java.class.path"));
    }

    private Process start(String name, String classPath) throws IOException {
        Matcher program = PROGRAM.matcher(Files.readString(Path.of("..", "docs", "embedding.md")));
        while (program.find()) {
            if (!program.group(2).equals(name)) continue;
            Path source = Files.writeString(directory.resolve(name + ".java"), program.group(1));
            return new ProcessBuilder(
                            ProcessHandle.current().info().command().orElseThrow(),
                            "-cp",
                            classPath,
                            source.toString(),
                            lab.toString(),
                            directory.resolve("data").toString())
                    .redirectError(directory.resolve("errors").toFile())
                    .start();
        }
        throw new AssertionError("docs/embedding.md has no program " + name);
    }
}
