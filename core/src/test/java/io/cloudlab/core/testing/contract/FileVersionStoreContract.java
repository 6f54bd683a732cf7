package io.cloudlab.core.testing.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cloudlab.core.services.ServiceName;
import io.cloudlab.core.services.file.FileVersion;
import io.cloudlab.core.services.file.FileVersionStore;
import io.cloudlab.core.services.file.ServiceFile;
import io.cloudlab.core.services.file.ServiceFolder;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What every {@link FileVersionStore} does. */
public interface FileVersionStoreContract extends StoresContract {
    private static ServiceFile file(ServiceFolder folder, String name) {
        return new ServiceFile(new ServiceName("hello"), folder, name);
    }

    private void add(ServiceFile file, String digest, @Nullable String author) {
        stores().fileVersions().add(new FileVersion(0, file, digest, 5_000_000_000L, author, NOON));
    }

    private List<String> digests(ServiceFile file) {
        return stores().fileVersions().list(file).stream()
                .map(FileVersion::digest)
                .toList();
    }

    @Test
    default void versionIsListedAsItWasAdded() {
        ServiceFile file = file(ServiceFolder.CONFIGS, "config.yaml");
        add(file, "aa", "mira");
        add(file, "bb", null);

        List<FileVersion> found = stores().fileVersions().list(file);
        assertThat(found).hasSize(2);
        assertThat(found.get(1))
                .isEqualTo(new FileVersion(found.get(1).id(), file, "aa", 5_000_000_000L, "mira", NOON));
        assertThat(found.get(0)).isEqualTo(new FileVersion(found.get(0).id(), file, "bb", 5_000_000_000L, null, NOON));
        assertThat(found.get(0).id()).isGreaterThan(found.get(1).id()).isPositive();
    }

    @Test
    default void historiesOfFilesAreApart() {
        ServiceFile input = file(ServiceFolder.INPUTS, "data");
        add(input, "aa", "mira");
        add(file(ServiceFolder.OUTPUTS, "data"), "bb", "mira");
        add(file(ServiceFolder.INPUTS, "Data"), "cc", "mira");
        add(new ServiceFile(new ServiceName("hello2"), ServiceFolder.INPUTS, "data"), "dd", "mira");

        assertThat(digests(input)).containsExactly("aa");
        stores().fileVersions().keepNewest(input, 0);
        assertThat(digests(input)).isEmpty();
        assertThat(digests(file(ServiceFolder.OUTPUTS, "data"))).containsExactly("bb");
    }

    @Test
    default void onlyTheNewestAreKept() {
        ServiceFile file = file(ServiceFolder.INPUTS, "☃ é.bin");
        for (int i = 0; i < 10; i++) add(file, "d" + i, "mira");

        stores().fileVersions().keepNewest(file, 3);
        assertThat(digests(file)).containsExactly("d9", "d8", "d7");
        stores().fileVersions().keepNewest(file, 5);
        assertThat(digests(file)).hasSize(3);
    }

    @Test
    default void oneVersionCanBeRemoved() {
        ServiceFile file = file(ServiceFolder.INPUTS, "data");
        add(file, "aa", "mira");
        add(file, "bb", "mira");

        stores().fileVersions().remove(stores().fileVersions().list(file).get(0).id());
        stores().fileVersions().remove(Long.MAX_VALUE);

        assertThat(digests(file)).containsExactly("aa");
    }

    @Test
    default void versionGoesWithTheTransactionItWasAddedIn() {
        ServiceFile file = file(ServiceFolder.INPUTS, "data");
        assertThatThrownBy(() -> stores().transactions().run(() -> {
                    add(file, "aa", "mira");
                    throw new IllegalArgumentException("no");
                }))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(digests(file)).isEmpty();
    }
}
