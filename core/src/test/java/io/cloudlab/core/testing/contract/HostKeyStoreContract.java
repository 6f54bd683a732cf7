package io.cloudlab.core.testing.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cloudlab.core.shared.PageRequest;
import io.cloudlab.core.terminal.HostKeyStore;
import io.cloudlab.core.terminal.PinnedKey;
import io.cloudlab.core.terminal.shell.ServerKey;
import io.cloudlab.core.testing.Race;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What every {@link HostKeyStore} does. */
public interface HostKeyStoreContract extends StoresContract {
    private static PinnedKey key(String pin, String encoded) {
        return new PinnedKey(0, pin, "203.0.113.7", 22, new ServerKey("ssh-ed25519", encoded), NOON, "mira");
    }

    @Test
    default void keyIsFoundByWhatItIsPinnedToAndByItsId() {
        HostKeyStore keys = stores().hostKeys();
        PinnedKey pinned = keys.pin(key("object:17", "AAAA"));

        assertThat(pinned.id()).isPositive();
        assertThat(pinned)
                .isEqualTo(new PinnedKey(
                        pinned.id(),
                        "object:17",
                        "203.0.113.7",
                        22,
                        new ServerKey("ssh-ed25519", "AAAA"),
                        NOON,
                        "mira"));
        assertThat(keys.find("object:17")).contains(pinned);
        assertThat(keys.find(pinned.id())).contains(pinned);
        assertThat(keys.find("object:1")).isEmpty();
        assertThat(keys.at("203.0.113.7", 22)).containsExactly(pinned);
        assertThat(keys.at("203.0.113.7", 23)).isEmpty();
        assertThat(keys.at("203.0.113.8", 22)).isEmpty();
        assertThat(keys.find(pinned.id() + 1)).isEmpty();
    }

    @Test
    default void keyThatWasPinnedFirstStays() {
        HostKeyStore keys = stores().hostKeys();
        PinnedKey first = keys.pin(key("object:17", "AAAA"));

        assertThat(keys.pin(key("object:17", "BBBB"))).isEqualTo(first);
        assertThat(keys.find("object:17")).contains(first);
    }

    @Test
    default void ofManyKeysPinnedAtOnceAllAreToldTheSame() throws Exception {
        HostKeyStore keys = stores().hostKeys();
        List<Object> told = Race.of(8, each -> keys.pin(key("object:17", "AAA" + each)));

        assertThat(told).containsOnly(keys.find("object:17").orElseThrow());
    }

    @Test
    default void deletedKeyMakesRoomForAnother() {
        HostKeyStore keys = stores().hostKeys();
        PinnedKey first = keys.pin(key("object:17", "AAAA"));

        assertThat(keys.delete(first.id())).isTrue();
        assertThat(keys.delete(first.id())).isFalse();
        assertThat(keys.find("object:17")).isEmpty();
        assertThat(keys.pin(key("object:17", "BBBB")).key().encoded()).isEqualTo("BBBB");
    }

    @Test
    default void keysAreListedByIdPageByPage() {
        HostKeyStore keys = stores().hostKeys();
        List<PinnedKey> all = IntStream.range(0, 5)
                .mapToObj(each -> keys.pin(key("object:" + each, "AAAA")))
                .toList();

        assertThat(keys.all(new PageRequest(2, 2)).items()).isEqualTo(all.subList(2, 4));
        assertThat(keys.all(new PageRequest(2, 2)).total()).isEqualTo(5);
        assertThat(keys.all(new PageRequest(3, 2)).items()).isEqualTo(all.subList(4, 5));
        assertThat(keys.all(new PageRequest(9, 2)).items()).isEmpty();
        assertThat(keys.all(new PageRequest(9, 2)).total()).isEqualTo(5);
    }

    @Test
    default void pinIsTakenBackWithItsTransaction() {
        HostKeyStore keys = stores().hostKeys();

        assertThatThrownBy(() -> stores().transactions().run(() -> {
                    keys.pin(key("object:17", "AAAA"));
                    throw new IllegalStateException("changed my mind");
                }))
                .isInstanceOf(IllegalStateException.class);
        assertThat(keys.find("object:17")).isEmpty();
    }
}
