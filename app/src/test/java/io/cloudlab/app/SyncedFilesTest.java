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

/** What is renamed into its place is on the disk before, and its name afterwards; a power cut leaves no empty file. */
class SyncedFilesTest {
    private static final Pattern RENAMED = Pattern.compile("ATOMIC_MOVE\\s*[,)]");
    private static final Pattern SYNCED = Pattern.compile("\\.force\\(true\\)");
    /** A single call of write may take a part only. */
    private static final Pattern WRITTEN_ONCE =
            Pattern.compile("\\b(?!upload)\\w+\\.write\\((StandardCharsets\\.|ByteBuffer\\.wrap)");

    /** Places that need no sync, and why. */
    private static final Map<String, String> ALLOWED = Map.of(
            "Wrapper.java", "written anew at every start",
            "JobFolder.java", "a job that a power cut has ended is lost anyway, and its folder is made again",
            "Samples.java", "unpacked again if they are not there");

    @Test
    void renamedFilesAreSyncedWithTheirDirectories() throws IOException {
        List<String> renaming = new ArrayList<>();
        List<String> unsynced = new ArrayList<>();
        for (Path source : sources()) {
            String text = Files.readString(source);
            String name = source.getFileName().toString();
            if (!RENAMED.matcher(text).find()) continue;
            renaming.add(name);
            if (!ALLOWED.containsKey(name) && SYNCED.matcher(text).results().count() < 2) unsynced.add(name);
        }
        assertThat(renaming).contains("ReplacedFile.java", "SyncedFile.java").containsAll(ALLOWED.keySet());
        assertThat(unsynced).isEmpty();
    }

    @Test
    void channelsAreWrittenUntilNothingIsLeft() throws IOException {
        List<String> found = new ArrayList<>();
        for (Path source : sources()) {
            if (WRITTEN_ONCE.matcher(Files.readString(source)).find())
                found.add(source.getFileName().toString());
        }
        assertThat(found).isEmpty();
    }

    private static List<Path> sources() throws IOException {
        List<Path> sources = new ArrayList<>();
        for (String module : List.of("core", "adapters-persistence", "adapters-process", "adapters-http", "app")) {
            try (Stream<Path> files = Files.walk(Path.of("..", module, "src", "main", "java"))) {
                files.filter(file -> file.toString().endsWith(".java")).forEach(sources::add);
            }
        }
        return sources;
    }
}
