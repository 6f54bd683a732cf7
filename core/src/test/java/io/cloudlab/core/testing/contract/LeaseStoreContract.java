package io.cloudlab.core.testing.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudlab.core.server.Lease;
import io.cloudlab.core.server.LeaseStore;
import io.cloudlab.core.server.ServerIdentity;
import io.cloudlab.core.testing.Race;
import io.cloudlab.core.testing.SampleServers;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What every {@link LeaseStore} of a database that several servers can reach does. */
public interface LeaseStoreContract extends StoresContract {
    ServerIdentity LAB1 = SampleServers.server("lab1");
    ServerIdentity LAB2 = SampleServers.server("lab2");
    Duration LONG = Duration.ofMinutes(5);

    /** Makes the lease as old as if it had been renewed for the last time so long ago. */
    void age(Duration by);

    private LeaseStore leases() {
        return stores().leases();
    }

    @Test
    default void freeLeaseIsTakenAndNamesItsServer() {
        assertThat(leases().current(LONG)).isEmpty();

        assertThat(leases().take(LAB1, "run1", LONG)).isEmpty();

        assertThat(leases().current(LONG)).map(Lease::server).contains(LAB1);
        assertThat(leases().renew("run1")).isTrue();
        assertThat(leases().confirm("run1")).isTrue();
    }

    @Test
    default void goodLeaseOfAnotherServerIsNotTaken() {
        leases().take(LAB1, "run1", LONG);
        age(LONG.minusMinutes(1));
        Lease good = leases().current(LONG).orElseThrow();

        assertThat(leases().take(LAB2, "run2", LONG)).contains(good);
        assertThat(leases().renew("run2")).isFalse();
        assertThat(leases().renew("run1")).isTrue();
    }

    @Test
    default void expiredLeaseIsTakenAndItsFormerServerNotices() {
        leases().take(LAB1, "run1", LONG);
        age(LONG.plusSeconds(1));
        assertThat(leases().current(LONG)).isEmpty();

        assertThat(leases().take(LAB2, "run2", LONG)).isEmpty();

        assertThat(leases().renew("run1")).isFalse();
        assertThat(leases().confirm("run1")).isFalse();
        assertThat(leases().confirm("run2")).isTrue();
    }

    @Test
    default void renewedLeaseIsGoodAgain() {
        leases().take(LAB1, "run1", LONG);
        age(LONG.plusSeconds(1));

        assertThat(leases().renew("run1")).isTrue();

        assertThat(leases().take(LAB2, "run2", LONG)).isPresent();
    }

    @Test
    default void nextRunOfTheSameServerTakesItAtOnceAndTheFormerRunNotices() {
        leases().take(LAB1, "run1", LONG);

        assertThat(leases().take(LAB1, "run2", LONG)).isEmpty();

        assertThat(leases().renew("run1")).isFalse();
        assertThat(leases().renew("run2")).isTrue();
    }

    @Test
    default void releasedLeaseIsFreeAndOnlyItsRunReleasesIt() {
        leases().take(LAB1, "run1", LONG);
        leases().release("run2");
        assertThat(leases().confirm("run1")).isTrue();

        leases().release("run1");

        assertThat(leases().current(LONG)).isEmpty();
        assertThat(leases().confirm("run1")).isFalse();
        assertThat(leases().take(LAB2, "run2", LONG)).isEmpty();
    }

    @Test
    default void ofConcurrentServersExactlyOneGetsTheLease() {
        List<Boolean> taken = Race.of(
                8,
                each -> leases().take(SampleServers.server("lab" + each), "run" + each, LONG)
                        .isEmpty());

        assertThat(taken).containsOnlyOnce(true);
    }
}
