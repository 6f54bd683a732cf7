package io.cloudlab.core.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cloudlab.core.shared.BackgroundExecutors;
import io.cloudlab.core.shared.InvalidInput;
import io.cloudlab.core.shared.Unavailable;
import io.cloudlab.core.testing.SampleServers;
import io.cloudlab.core.testing.memory.InMemoryStores;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ServerLeaseTest {
    private final InMemoryStores stores = new InMemoryStores();
    private final AtomicLong nanos = new AtomicLong(-5);
    private final ServerLease first = lease("lab1");
    private final ServerLease second = lease("lab2");

    private ServerLease lease(String name) {
        return new ServerLease(
                stores.transactions(),
                stores.leases(),
                SampleServers.server(name),
                nanos::get,
                BackgroundExecutors.DAEMON_THREADS);
    }

    @AfterEach
    void close() {
        first.close();
        second.close();
    }

    @Test
    void refusalOfASecondServerNamesTheFirstAndItsStart() {
        first.take();

        assertThatThrownBy(second::take)
                .isInstanceOfSatisfying(
                        Unavailable.class, e -> assertThat(e.code()).isEqualTo("database-in-use"))
                .hasMessage("The database is in use by server lab1 since 2026-03-01T12:00:00.123456Z.");
        assertThatThrownBy(() -> ServerLease.requireNoOther(stores.leases(), second.server()))
                .isInstanceOf(Unavailable.class);
        assertThat(second.isHeld()).isFalse();
        assertThat(first.isHeld()).isTrue();
    }

    @Test
    void sameServerMayWorkBesideItself() {
        first.take();

        ServerLease.requireNoOther(stores.leases(), SampleServers.server("lab1"));

        assertThat(first.isHeld()).isTrue();
    }

    @Test
    void closingReleasesTheLease() {
        first.take();
        first.close();

        second.take();

        assertThat(second.isHeld()).isTrue();
        assertThat(first.isHeld()).isFalse();
    }

    @Test
    void serverDoesNoLeasedWorkAfterLosingTheLease() {
        first.take();
        stores.transactions().run(() -> {
            stores.leases().advance(ServerLease.VALIDITY.plusSeconds(1));
            second.take();
        });

        assertThatThrownBy(() -> first.holding(() -> {
                    throw new AssertionError("done without the lease");
                }))
                .isInstanceOfSatisfying(
                        Unavailable.class, e -> assertThat(e.code()).isEqualTo("lease-lost"));
        assertThat(first.problem()).startsWith("Another server has taken the database over");
        assertThatThrownBy(first::require).isInstanceOf(Unavailable.class);
        assertThat(second.holding(() -> 7)).isEqualTo(7);
    }

    @Test
    void leaseIsNotHeldAfterRenewalsFailedForItsValidity() {
        first.take();
        nanos.addAndGet(ServerLease.VALIDITY.toNanos());

        assertThat(first.isHeld()).isFalse();
        assertThat(first.problem()).contains("could not be renewed");
    }

    @Test
    void namesArePrintableAndIdsHaveTheirShape() {
        assertThat(new ServerIdentity(first.server().id(), "lab 1\n\u001b[31m").name())
                .isEqualTo("lab131m");
        assertThat(new ServerIdentity(first.server().id(), "\n").name()).isEqualTo("unnamed");
        assertThatThrownBy(() -> new ServerId("lab1")).isInstanceOf(InvalidInput.class);
    }
}
