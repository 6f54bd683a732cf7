package io.cloudlab.core.testing.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cloudlab.core.instances.AnsibleInventory;
import io.cloudlab.core.instances.InstanceCache;
import io.cloudlab.core.instances.InstanceStore;
import io.cloudlab.core.testing.Race;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What every {@link InstanceStore} does. */
public interface InstanceStoreContract extends StoresContract {
    private InstanceStore instances() {
        return stores().instances();
    }

    private static InstanceCache some(int number) {
        Map<String, Object> host =
                Map.of("vultr_label", "w\u00fcb'\"{{\u0000\ud83d\ude80", "vultr_tags", List.of("a"), "n", number);
        Map<String, Object> groups = Map.of("all", Map.of("hosts", Map.of("web", host)));
        return new InstanceCache(new AnsibleInventory(groups), NOON, false);
    }

    @Test
    default void nothingIsKnownAtFirst() {
        assertThat(instances().read()).isEqualTo(InstanceCache.NOTHING);
        assertThat(stores().transactions().call(() -> instances().lock())).isEqualTo(InstanceCache.NOTHING);
    }

    @Test
    default void cacheComesBackAsItWasWritten() {
        instances().write(some(1));
        assertThat(instances().read()).isEqualTo(some(1));

        InstanceCache doubtful = new InstanceCache(some(2).inventory(), null, true);
        instances().write(doubtful);
        assertThat(instances().read()).isEqualTo(doubtful);
    }

    @Test
    default void rolledBackCacheIsAsItWas() {
        instances().write(some(1));
        assertThatThrownBy(() -> stores().transactions().run(() -> {
                    instances().write(some(2));
                    throw new IllegalArgumentException("no");
                }))
                .isInstanceOf(IllegalArgumentException.class);

        assertThat(instances().read()).isEqualTo(some(1));
    }

    @Test
    default void lockedCacheIsChangedByOneAtATime() {
        instances().write(some(0));
        Race.of(
                20,
                each -> stores().transactions().call(() -> {
                    InstanceCache before = instances().lock();
                    int number = (int) before.inventory().hosts().get("web").get("n");
                    instances().write(some(number + 1));
                    return number;
                }));

        assertThat(instances().read()).isEqualTo(some(20));
    }
}
