package io.cloudlab.core.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cloudlab.core.testing.FakeMailer;
import io.cloudlab.core.testing.InMemoryStores;
import io.cloudlab.core.testing.MutableClock;
import io.cloudlab.core.vault.MasterKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
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
    private final Outbox outbox = new Outbox(stores.outbox(), mailer, key, clock);

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
    void mailerThatBreaksDoesNotHoldUpTheOtherMails() {
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
        stores.outbox().take(now, now.plus(Duration.ofMinutes(5))); // and never heard of again

        assertThat(outbox.sendNext()).isFalse();
        clock.advance(Duration.ofMinutes(5));
        assertThat(outbox.sendNext()).isTrue();
        assertThat(mailer.sent()).hasSize(1);
    }

    @Test
    void mailIsNotWrittenInATransactionThatFails() {
        assertThatThrownBy(() -> stores.transactions().run(() -> {
                    outbox.add(MAIL);
                    throw new IllegalArgumentException("no");
                }))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(outbox.sendNext()).isFalse();
    }
}
