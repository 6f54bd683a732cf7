package io.cloudlab.core.testing.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudlab.core.services.ServiceName;
import io.cloudlab.core.services.file.ContentArchive;
import io.cloudlab.core.services.file.ServiceFile;
import io.cloudlab.core.services.file.ServiceFolder;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What every {@link ContentArchive} does. {@link #formers()} returns the same, initially empty one. */
public interface FormerContentsContract {
    ServiceFile FILE = new ServiceFile(new ServiceName("hello"), ServiceFolder.INPUTS, "a b.txt");

    ContentArchive formers();

    private String keep(ServiceFile file, String text) {
        return formers().keep(file, new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
    }

    private Optional<String> text(ServiceFile file, String digest) {
        return formers().open(file, digest).map(content -> {
            try (InputStream in = content) {
                return new String(in.readAllBytes(), StandardCharsets.UTF_8);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    @Test
    default void contentIsKeptUnderItsDigest() {
        String digest = keep(FILE, "abc");

        assertThat(digest).isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
        assertThat(text(FILE, digest)).contains("abc");
        assertThat(formers().kept(FILE)).containsExactly(digest);
    }

    @Test
    default void sameContentIsKeptOnce() {
        assertThat(keep(FILE, "abc")).isEqualTo(keep(FILE, "abc"));
        assertThat(formers().kept(FILE)).hasSize(1);
    }

    @Test
    default void contentsOfOtherFilesAreTheirOwn() {
        ServiceFile other = new ServiceFile(FILE.service(), ServiceFolder.OUTPUTS, FILE.name());
        String digest = keep(FILE, "abc");

        assertThat(formers().kept(other)).isEmpty();
        assertThat(text(other, digest)).isEmpty();
    }

    @Test
    default void unretainedContentsAreDeleted() {
        String first = keep(FILE, "first");
        String second = keep(FILE, "second");

        formers().retain(FILE, Set.of(second, "0".repeat(64)));

        assertThat(formers().kept(FILE)).containsExactly(second);
        assertThat(text(FILE, first)).isEmpty();
        assertThat(text(FILE, second)).contains("second");
    }

    @Test
    default void digestThatIsNoneFindsNothing() {
        keep(FILE, "abc");
        assertThat(text(FILE, "../a b.txt")).isEmpty();
        assertThat(text(FILE, "")).isEmpty();
        assertThat(text(FILE, "\0")).isEmpty();
    }
}
