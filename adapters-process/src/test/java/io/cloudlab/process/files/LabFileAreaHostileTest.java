package io.cloudlab.process.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cloudlab.core.services.file.FileInfo;
import io.cloudlab.core.services.file.ServiceFile;
import io.cloudlab.core.services.file.ServiceFolder;
import io.cloudlab.core.shared.CloudLabException;
import io.cloudlab.core.shared.Refused;
import io.cloudlab.process.directory.DirectoryDeleter;
import io.cloudlab.process.directory.SecureDirectory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Links, FIFOs and sockets in place of files, also at the worst moment. */
@Tag("slow")
@Timeout(60)
class LabFileAreaHostileTest extends LabFiles {
    private void assertUntouchable() {
        assertThatThrownBy(() -> area.open(DATA)).isInstanceOf(Refused.class);
        assertThatThrownBy(() -> area.draft(DATA)).isInstanceOf(Refused.class);
        assertThatThrownBy(() -> area.delete(DATA)).isInstanceOf(Refused.class);
        assertThat(area.list(DATA.service(), ServiceFolder.INPUTS)).isEmpty();
    }

    /** Runs {@code use} again and again while {@code flip} does so too. */
    private static int whileFlipping(int times, Flip flip, Runnable use) {
        AtomicBoolean over = new AtomicBoolean();
        CompletableFuture<Integer> flipper = CompletableFuture.supplyAsync(() -> {
            int flips = 0;
            try {
                for (; !over.get(); flips++) flip.once();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return flips;
        });
        try {
            for (int i = 0; i < times; i++) {
                try {
                    use.run();
                } catch (CloudLabException e) {
                    // as it should be whenever the link stands there
                }
            }
        } finally {
            over.set(true);
        }
        return flipper.join();
    }

    private interface Flip {
        void once() throws IOException;
    }

    /** Even if a folder was made there meanwhile. */
    private static void moveOver(Path source, Path target) throws IOException {
        while (true) {
            try {
                Files.move(source, target, StandardCopyOption.ATOMIC_MOVE);
                return;
            } catch (FileSystemException e) {
                erase(target);
            }
        }
    }

    private static void erase(Path folder) throws IOException {
        try {
            DirectoryDeleter.delete(folder);
        } catch (DirectoryNotEmptyException e) {
            // then the next time
        }
    }

    @Test
    void linksAreNotFollowed() throws IOException {
        Files.createDirectory(inputs);
        Files.createSymbolicLink(inputs.resolve("data"), secret);

        assertUntouchable();
        assertThat(inputs.resolve("data")).isSymbolicLink();
        assertThat(secret).hasContent("the secret");
    }

    @Test
    void danglingLinkIsNotWrittenThrough() throws IOException {
        Files.createDirectory(inputs);
        Files.createSymbolicLink(inputs.resolve("data"), directory.resolve("made"));

        assertUntouchable();
        assertThat(directory.resolve("made")).doesNotExist();
    }

    @Test
    void foldersThatAreLinksAreNotEntered() throws IOException {
        Path outside = Files.createDirectory(directory.resolve("outside"));
        Files.writeString(outside.resolve("data"), "the secret");
        Files.createSymbolicLink(inputs, outside);

        assertThat(area.open(DATA)).isEmpty();
        assertThat(area.delete(DATA)).isFalse();
        assertThat(area.list(DATA.service(), ServiceFolder.INPUTS)).isEmpty();
        assertThatThrownBy(() -> area.draft(DATA)).isInstanceOf(Refused.class);
        assertThat(outside.resolve("data")).hasContent("the secret");
        assertThat(outside).isDirectoryContaining("glob:**/data");
    }

    @Test
    void fifosSocketsAndDirectoriesHangNobody() throws Exception {
        Files.createDirectory(inputs);
        run("mkfifo", inputs.resolve("data").toString());
        assertUntouchable();
        Files.delete(inputs.resolve("data"));

        Files.createDirectory(inputs.resolve("data"));
        assertUntouchable();
        Files.delete(inputs.resolve("data"));

        try (ServerSocketChannel socket = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            socket.bind(UnixDomainSocketAddress.of(inputs.resolve("data")));
            assertUntouchable();
        }
    }

    @Test
    void fifoThatTakesTheFilesPlaceAtTheWorstMomentHangsNobody() throws Exception {
        Files.createDirectory(inputs);
        run("mkfifo", inputs.resolve("fifo").toString());
        try (SecureDirectory tree = SecureDirectory.open(inputs);
                var fifo = tree.open("fifo")) {
            assertThat(fifo.size()).isZero();
            assertThat(PrivateKeyScanCache.look(fifo, fifo.size())).isFalse();
        }
    }

    @Test
    void fileThatIsFlippedWithALinkLeaksNothing() throws Exception {
        write("harmless");
        Path data = inputs.resolve("data");
        Path spare = directory.resolve("spare");
        int flips = whileFlipping(
                3_000,
                () -> {
                    Files.createSymbolicLink(spare, secret);
                    Files.move(spare, data, StandardCopyOption.ATOMIC_MOVE);
                    Files.writeString(spare, "harmless");
                    Files.move(spare, data, StandardCopyOption.ATOMIC_MOVE);
                },
                () -> {
                    assertThat(read()).isEqualTo("harmless");
                    write("harmless");
                });
        assertThat(flips).isPositive();
        assertThat(secret).hasContent("the secret");
    }

    @Test
    void folderThatIsFlippedWithALinkLeaksNothing() throws Exception {
        write("harmless");
        Path outside = Files.createDirectory(directory.resolve("outside"));
        Files.writeString(outside.resolve("data"), "the secret");
        Path link = Files.createSymbolicLink(directory.resolve("link"), outside);
        Path aside = directory.resolve("aside");
        int flips = whileFlipping(
                3_000,
                () -> {
                    Files.move(inputs, aside, StandardCopyOption.ATOMIC_MOVE);
                    moveOver(link, inputs);
                    Files.move(inputs, link, StandardCopyOption.ATOMIC_MOVE);
                    moveOver(aside, inputs);
                },
                () -> {
                    assertThat(read()).isIn("harmless", "(missing)");
                    for (FileInfo info : area.list(DATA.service(), ServiceFolder.INPUTS))
                        assertThat(info.size()).isEqualTo(8);
                    area.draft(new ServiceFile(DATA.service(), ServiceFolder.INPUTS, "other"))
                            .close();
                });
        assertThat(flips).isPositive();
        assertThat(outside.resolve("data")).hasContent("the secret");
        assertThat(outside).isDirectoryNotContaining("glob:**/{other,.cloudlab}*");
    }
}
