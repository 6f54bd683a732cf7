package io.cloudlab.core.testing.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cloudlab.core.identity.mail.OutboxStore;
import io.cloudlab.core.identity.mail.OutboxStore.Waiting;
import io.cloudlab.core.testing.Race;
import io.cloudlab.core.vault.SealedSecret;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What every {@link OutboxStore} does. */
public interface OutboxStoreContract extends StoresContract {
    private static SealedSecret mail(int number) {
        return new SealedSecret(new byte[] {(byte) number, 0, -1});
    }

    private Optional<Waiting> take(Instant now) {
        return stores().outbox().take(now, now.plusSeconds(300));
    }

    @Test
    default void mailIsTakenAsItWasAdded() {
        stores().outbox().add("a", mail(1), NOON);
        assertThat(take(NOON)).contains(new Waiting("a", mail(1), NOON, 1));
    }

    @Test
    default void mailThatWaitsLongestIsTakenFirst() {
        stores().outbox().add("b", mail(2), NOON.plusSeconds(1));
        stores().outbox().add("a", mail(1), NOON.plusSeconds(2));
        stores().outbox().add("c", mail(3), NOON);

        Instant later = NOON.plusSeconds(5);
        assertThat(List.of(
                        take(later).orElseThrow(),
                        take(later).orElseThrow(),
                        take(later).orElseThrow()))
                .extracting(Waiting::id)
                .containsExactly("c", "b", "a");
        assertThat(take(later)).isEmpty();
    }

    @Test
    default void mailIsNotDueBeforeItsTime() {
        stores().outbox().add("a", mail(1), NOON);
        assertThat(take(NOON.minusSeconds(1))).isEmpty();
    }

    @Test
    default void mailOfWhoeverDoesNotReportBecomesDueAgain() {
        stores().outbox().add("a", mail(1), NOON);
        take(NOON);

        assertThat(take(NOON.plusSeconds(299))).isEmpty();
        assertThat(take(NOON.plusSeconds(300))).contains(new Waiting("a", mail(1), NOON, 2));
    }

    @Test
    default void postponedMailBecomesDueAtItsTime() {
        stores().outbox().add("a", mail(1), NOON);
        take(NOON);
        stores().outbox().postpone("a", NOON.plusSeconds(10));

        assertThat(take(NOON.plusSeconds(9))).isEmpty();
        assertThat(take(NOON.plusSeconds(10))).contains(new Waiting("a", mail(1), NOON, 2));
    }

    @Test
    default void removedMailIsGone() {
        stores().outbox().add("a", mail(1), NOON);
        take(NOON);
        stores().outbox().remove("a");
        stores().outbox().remove("a");
        stores().outbox().postpone("a", NOON);

        assertThat(take(NOON.plusSeconds(1_000))).isEmpty();
    }

    @Test
    default void mailGoesWithTheTransactionItWasAddedIn() {
        assertThatThrownBy(() -> stores().transactions().run(() -> {
                    stores().outbox().add("a", mail(1), NOON);
                    throw new IllegalArgumentException("no");
                }))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(take(NOON)).isEmpty();
    }

    @Test
    default void everyMailIsTakenByExactlyOneOfMany() {
        IntStream.range(0, 20).forEach(each -> stores().outbox().add("mail-" + each, mail(each), NOON));

        List<Optional<Waiting>> taken = Race.of(40, each -> take(NOON));

        assertThat(taken.stream().flatMap(Optional::stream).map(Waiting::id))
                .hasSize(20)
                .doesNotHaveDuplicates();
    }
}
