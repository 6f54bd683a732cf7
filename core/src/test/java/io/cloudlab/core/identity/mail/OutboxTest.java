package io.cloudlab.core.identity.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cloudlab.core.shared.EmailAddress;
import io.cloudlab.core.shared.Unavailable;
import io.cloudlab.core.testing.MutableClock;
import io.cloudlab.core.testing.fake.FakeMailer;
import io.cloudlab.core.testing.memory.InMemoryStores;
import io.cloudlab.core.vault.MasterKey;
import io.cloudlab.core.vault.SealedSecret;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class OutboxTest {
    private static final Mail MAIL =
            new Mail(new EmailAddress("mira@lab.test"), "Hello", "the-secret-token\n", "<p>the-secret-token</p>");
    private static final MailFailed FOR_NOW = new MailFailed("not now", false, new IOException());
    private static final MailFailed FOR_EVER = new MailFailed("no such mailbox", true, new IOException());

    private final MutableClock clock = new MutableClock(Instant.parse("2026-03-01T09:00:00Z"));
    private final InMemoryStores stores = new InMemoryStores();
    private final FakeMailer mailer = new FakeMailer();
    private final MasterKey key = MasterKey.generate();
    private final Outbox outbox = new Outbox(stores.transactions(), stores.outbox(), mailer, key, clock);

    @Test
    void mailIsSentOnceAsItWasWritten() {
        outbox.add(MAIL);

        assertThat(outbox.sendNext()).isTrue();
        assertThat(outbox.sendNext()).isFalse();

        assertThat(mailer.sent()).extracting(FakeMailer.Sent::mail).containsExactly(MAIL);
        assertThat(stores.outbox().waiting()).isEmpty();
    }

    @Test
    void contentIsSealedInTheStore() {
        outbox.add(MAIL);

        byte[] stored = stores.outbox().waiting().get(0).bytes();
        assertThat(new String(stored, StandardCharsets.ISO_8859_1))
                .doesNotContain("secret")
                .doesNotContain("mira");
        assertThat(MAIL.toString()).doesNotContain("secret");
    }

    @Test
    void failedMailIsTriedAgainAfterGrowingPausesUnderTheSameId() {
        mailer.failing(FOR_NOW);
        outbox.add(MAIL);
        for (int seconds : List.of(10, 20, 40, 80)) {
            assertThat(outbox.sendNext()).isTrue();
            clock.advance(Duration.ofSeconds(seconds).minusMillis(1));
            assertThat(outbox.sendNext()).isFalse();
            clock.advance(Duration.ofMillis(1));
        }
        mailer.failing(null);
        outbox.sendNext();

        assertThat(mailer.sent()).hasSize(1);
        assertThat(mailer.tried()).hasSize(5).containsOnly(mailer.sent().get(0).id());
    }

    @Test
    void pausesGrowToAnHourAndAfterTwoDaysTheMailIsGivenUp() {
        mailer.failing(FOR_NOW);
        outbox.add(MAIL);
        int tries = 0;
        Instant start = clock.instant();
        while (!stores.outbox().waiting().isEmpty()) {
            if (outbox.sendNext()) tries++;
            else clock.advance(Duration.ofMinutes(1));
        }
        assertThat(Duration.between(start, clock.instant())).isBetween(Duration.ofHours(48), Duration.ofHours(50));
        assertThat(tries).isBetween(50, 65);
        assertThat(mailer.sent()).isEmpty();
    }

    @Test
    void refusedMailIsGivenUpAtOnce() {
        mailer.failing(FOR_EVER);
        outbox.add(MAIL);
        outbox.sendNext();

        assertThat(stores.outbox().waiting()).isEmpty();
        assertThat(mailer.tried()).hasSize(1);
    }

    @Test
    void failingMailDoesNotDelayOthers() {
        outbox.add(MAIL);
        clock.advance(Duration.ofSeconds(1));
        outbox.add(MAIL);
        mailer.failing(new IllegalStateException("broken"));
        assertThat(outbox.sendNext()).isTrue();
        mailer.failing(null);

        assertThat(outbox.sendNext()).isTrue();
        assertThat(mailer.sent()).hasSize(1);
        assertThat(stores.outbox().waiting()).hasSize(1);
    }

    @Test
    void mailOfAServerThatWasKilledIsSentAfterItsLease() {
        outbox.add(MAIL);
        Instant now = clock.instant();
        stores.outbox().take(now, now.plus(Outbox.LEASE)); // by a server that crashes

        assertThat(outbox.sendNext()).isFalse();
        clock.advance(Outbox.LEASE);
        assertThat(outbox.sendNext()).isTrue();
        assertThat(mailer.sent()).hasSize(1);
    }

    @Test
    void slowMailIsSentByOneServerWhileItRenews() {
        Outbox another = new Outbox(stores.transactions(), stores.outbox(), mailer, key, clock);
        List<Boolean> taken = new ArrayList<>();
        Outbox[] slow = new Outbox[1];
        slow[0] = new Outbox(
                stores.transactions(),
                stores.outbox(),
                (id, mail) -> {
                    for (int minute = 0; minute < 10; minute++) {
                        for (int each = 0; each < 6; each++) {
                            clock.advance(Outbox.RENEWAL);
                            slow[0].renew();
                        }
                        taken.add(another.sendNext());
                    }
                    clock.advance(Outbox.LEASE);
                    taken.add(another.sendNext());
                },
                key,
                clock);
        outbox.add(MAIL);

        slow[0].sendNext();
        slow[0].renew();

        assertThat(taken).hasSize(11).endsWith(true).containsOnlyOnce(true);
        assertThat(stores.outbox().waiting()).isEmpty();
    }

    @Test
    void acceptedMailIsNotResentIfTheStoreFailed() {
        boolean[] down = {true};
        OutboxStore fragile = new OutboxStore() {
            @Override
            public void add(String id, SealedSecret mail, Instant createdAt) {
                stores.outbox().add(id, mail, createdAt);
            }

            @Override
            public Optional<Waiting> take(Instant now, Instant until) {
                return stores.outbox().take(now, until);
            }

            @Override
            public void remove(String id) {
                if (down[0]) throw new Unavailable("database-down", "The database cannot be reached.");
                stores.outbox().remove(id);
            }

            @Override
            public void postpone(String id, Instant next) {
                stores.outbox().postpone(id, next);
            }
        };
        Outbox unlucky = new Outbox(stores.transactions(), fragile, mailer, key, clock);
        unlucky.add(MAIL);

        assertThatThrownBy(unlucky::sendNext).isInstanceOf(Unavailable.class);
        down[0] = false;
        clock.advance(Outbox.LEASE);
        assertThat(unlucky.sendNext()).isTrue();

        assertThat(mailer.sent()).hasSize(1);
        assertThat(stores.outbox().waiting()).isEmpty();
    }

    @Test
    void rollbackDiscardsTheMail() {
        assertThatThrownBy(() -> stores.transactions().run(() -> {
                    outbox.add(MAIL);
                    throw new IllegalArgumentException("no");
                }))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(outbox.sendNext()).isFalse();
    }
}
