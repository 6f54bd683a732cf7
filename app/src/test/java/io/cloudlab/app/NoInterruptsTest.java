package io.cloudlab.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * No thread that may be inside the database is interrupted: H2 would lose its file, for everybody. Threads are ended by
 * telling them, and by waiting.
 */
class NoInterruptsTest {
    private static final Pattern INTERRUPTS = Pattern.compile(
            "\\.shutdownNow\\(|\\.cancel\\(\\s*true\\s*\\)|(?<!Thread\\.currentThread\\(\\))\\.interrupt\\(\\)");

    /** Places whose threads never use the database, and why. */
    private static final Map<String, String> ALLOWED = Map.of(
            "ProcessJobs.java",
            "its workers read files and end processes; what they find out they hand on",
            "RequestThreads.java",
            "hands interrupts on to threads that accept connections, which never use the database",
            "ShieldedThread.java",
            "hands on what the pool asks for, once the thread has come out of the database");

    @Test
    void mainCodeInterruptsNoThreads() throws IOException {
        List<String> found = new ArrayList<>();
        int seen = 0;
        for (Path source : sources()) {
            seen++;
            if (ALLOWED.containsKey(source.getFileName().toString())) continue;
            if (INTERRUPTS.matcher(Files.readString(source)).find()) found.add(source.toString());
        }
        assertThat(seen).as("files looked at").isGreaterThan(400);
        assertThat(found).isEmpty();
    }

    @Test
    void whatIsAllowedStillNeedsToBe() throws IOException {
        List<String> needed = new ArrayList<>();
        for (Path source : sources()) {
            String name = source.getFileName().toString();
            if (ALLOWED.containsKey(name)
                    && INTERRUPTS.matcher(Files.readString(source)).find()) needed.add(name);
        }
        assertThat(needed).containsExactlyInAnyOrderElementsOf(ALLOWED.keySet());
    }

    @Test
    void everyKindOfInterruptIsFound() {
        assertThat(List.of("a.shutdownNow();", "f.cancel(true)", "f.cancel( true )", "thread.interrupt();"))
                .allMatch(text -> INTERRUPTS.matcher(text).find());
        assertThat(List.of("Thread.currentThread().interrupt();", "f.cancel(false)", "public void interrupt() {"))
                .noneMatch(text -> INTERRUPTS.matcher(text).find());
    }

    private static List<Path> sources() throws IOException {
        List<Path> sources = new ArrayList<>();
        for (String module :
                List.of("core", "adapters-persistence", "adapters-process", "adapters-ssh", "adapters-http", "app")) {
            try (Stream<Path> files = Files.walk(Path.of("..", module, "src", "main", "java"))) {
                files.filter(file -> file.toString().endsWith(".java")).forEach(sources::add);
            }
        }
        return sources;
    }
}
