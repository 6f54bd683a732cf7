package io.cloudlab.core.testing.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudlab.core.services.ServiceName;
import io.cloudlab.core.services.file.FileArea;
import io.cloudlab.core.services.file.FileInfo;
import io.cloudlab.core.services.file.OpenFile;
import io.cloudlab.core.services.file.ServiceFile;
import io.cloudlab.core.services.file.ServiceFolder;
import io.cloudlab.core.testing.Race;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What every {@link FileArea} does. {@link #area()} returns the same one, in which a service {@code hello} has no files. */
public interface FileAreaContract {
    ServiceName HELLO = new ServiceName("hello");

    FileArea area();

    private static ServiceFile input(String name) {
        return new ServiceFile(HELLO, ServiceFolder.INPUTS, name);
    }

    private void write(ServiceFile file, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        try (FileArea.Draft draft = area().draft(file)) {
            draft.write(bytes, 0, bytes.length);
            draft.sync();
            draft.publish();
        }
    }

    private Optional<String> read(ServiceFile file) throws IOException {
        Optional<OpenFile> found = area().open(file);
        if (found.isEmpty()) return Optional.empty();
        try (OpenFile open = found.get()) {
            byte[] bytes = open.content().readAllBytes();
            assertThat(open.info().size()).isEqualTo(bytes.length);
            return Optional.of(new String(bytes, StandardCharsets.UTF_8));
        }
    }

    private List<String> names(ServiceFolder folder) {
        return area().list(HELLO, folder).stream().map(FileInfo::name).toList();
    }

    @Test
    default void missingFolderIsEmpty() throws IOException {
        assertThat(area().list(HELLO, ServiceFolder.INPUTS)).isEmpty();
        assertThat(read(input("a"))).isEmpty();
        assertThat(area().delete(input("a"))).isFalse();
        assertThat(area().list(new ServiceName("unknown"), ServiceFolder.INPUTS))
                .isEmpty();
    }

    @Test
    default void writtenFileIsReadAndListed() throws IOException {
        write(input("b b.txt"), "second");
        write(input("a.txt"), "");
        write(new ServiceFile(HELLO, ServiceFolder.OUTPUTS, "a.txt"), "elsewhere");
        write(new ServiceFile(HELLO, ServiceFolder.CONFIGS, "config.yaml"), "a: 1");

        assertThat(read(input("b b.txt"))).contains("second");
        assertThat(read(input("a.txt"))).contains("");
        assertThat(names(ServiceFolder.INPUTS)).containsExactly("a.txt", "b b.txt");
        assertThat(names(ServiceFolder.OUTPUTS)).containsExactly("a.txt");
        assertThat(names(ServiceFolder.CONFIGS)).contains("config.yaml");
        assertThat(area().list(HELLO, ServiceFolder.INPUTS).get(1).size()).isEqualTo(6);
    }

    @Test
    default void draftIsSeenOnceItIsPublished() throws IOException {
        write(input("a"), "old");
        try (FileArea.Draft draft = area().draft(input("a"))) {
            draft.write("news".getBytes(StandardCharsets.UTF_8), 0, 3);
            draft.sync();
            assertThat(read(input("a"))).contains("old");
            assertThat(names(ServiceFolder.INPUTS)).containsExactly("a");
            draft.publish();
        }
        assertThat(read(input("a"))).contains("new");
    }

    @Test
    default void syncedDraftKnowsWhenItsFileWillSayItWasWritten() {
        try (FileArea.Draft draft = area().draft(input("a"))) {
            draft.write(new byte[100], 0, 100);
            Instant writtenAt = draft.sync();
            draft.publish();
            assertThat(area().list(HELLO, ServiceFolder.INPUTS).get(0).modified())
                    .isEqualTo(writtenAt);
        }
    }

    @Test
    default void draftThatIsGivenUpLeavesNothing() throws IOException {
        try (FileArea.Draft draft = area().draft(input("a"))) {
            draft.write(new byte[100], 0, 100);
        }
        assertThat(read(input("a"))).isEmpty();
        assertThat(names(ServiceFolder.INPUTS)).isEmpty();
    }

    @Test
    default void openedFileStaysTheSameHoweverItsNameIsUsed() throws IOException {
        write(input("a"), "old");
        try (OpenFile open = area().open(input("a")).orElseThrow()) {
            write(input("a"), "completely new");
            assertThat(open.content().readAllBytes()).asString().isEqualTo("old");
        }
        try (OpenFile open = area().open(input("a")).orElseThrow()) {
            area().delete(input("a"));
            assertThat(open.content().readAllBytes()).asString().isEqualTo("completely new");
        }
        assertThat(read(input("a"))).isEmpty();
    }

    @Test
    default void deletedFileIsGone() throws IOException {
        write(input("a"), "text");
        assertThat(area().delete(input("a"))).isTrue();
        assertThat(area().delete(input("a"))).isFalse();
        assertThat(read(input("a"))).isEmpty();
    }

    @Test
    default void privateKeysAreNoticed() {
        write(input("key"), "text\n-----BEGIN OPENSSH PRIVATE KEY-----\nAAAA\n");
        write(input("text"), "a PRIVATE KEY is not here");

        assertThat(area().list(HELLO, ServiceFolder.INPUTS))
                .extracting(FileInfo::holdsKey)
                .containsExactly(true, false);
        try (OpenFile open = area().open(input("key")).orElseThrow()) {
            assertThat(open.info().holdsKey()).isTrue();
        }
        write(input("key"), "harmless now");
        try (OpenFile open = area().open(input("key")).orElseThrow()) {
            assertThat(open.info().holdsKey()).isFalse();
        }
    }

    @Test
    default void workOnOneFileNeverOverlaps() {
        AtomicInteger inside = new AtomicInteger();
        List<Integer> seen = Race.of(
                8,
                each -> area().exclusively(input("a"), () -> {
                    int max = 0;
                    for (int i = 0; i < 1_000; i++) {
                        max = Math.max(max, inside.incrementAndGet());
                        inside.decrementAndGet();
                    }
                    return max;
                }));
        assertThat(seen).containsOnly(1);
    }
}
