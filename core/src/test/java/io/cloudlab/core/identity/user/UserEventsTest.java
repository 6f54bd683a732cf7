package io.cloudlab.core.identity.user;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cloudlab.core.testing.memory.InMemoryStores;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class UserEventsTest {
    private final InMemoryStores stores = new InMemoryStores();
    private final UserEvents events = new UserEvents(stores.transactions());
    private final List<Object> told = new ArrayList<>();

    UserEventsTest() {
        events.onChange(told::add, () -> told.add("all"));
    }

    @Test
    void listenersAreCalledAfterTheCommit() {
        stores.transactions().run(() -> {
            events.changed(7);
            events.rolesChanged();
            assertThat(told).isEmpty();
        });

        assertThat(told).containsExactly(7, "all");
    }

    @Test
    void listenersAreNotCalledAfterARollback() {
        assertThatThrownBy(() -> stores.transactions().run(() -> {
                    events.changed(7);
                    throw new IllegalStateException("undone");
                }))
                .hasMessage("undone");

        assertThat(told).isEmpty();
    }
}
