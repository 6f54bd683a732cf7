package io.cloudlab.core.identity.mail;

import io.cloudlab.core.shared.EmailAddress;
import io.cloudlab.core.shared.Transactions;
import io.cloudlab.core.vault.MasterKey;
import io.cloudlab.core.vault.SealedSecret;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Stores mails in the transaction that writes them, and sends them afterwards until the mail server accepts them; a crash
 * loses none. A mail is sent twice only if the server was killed after the mail server's answer and before that was stored.
 * While a mail is being sent, however long that takes, {@link #renew} keeps other servers from sending it too. One thread
 * sends, another renews.
 */
public final class Outbox {
    private static final System.Logger LOGGER = System.getLogger(Outbox.class.getName());

    /** After a crash, the time until the mail that was being sent is retried. */
    static final Duration LEASE = Duration.ofSeconds(20);

    /** How often {@link #renew} must be called. */
    static final Duration RENEWAL = Duration.ofSeconds(5);

    private static final Duration FIRST_PAUSE = Duration.ofSeconds(10);
    private static final Duration MAX_PAUSE = Duration.ofHours(1);
    private static final Duration GIVE_UP = Duration.ofDays(2);
    private static final String SEPARATOR = "\0";

    private final Transactions transactions;
    private final OutboxStore store;
    private final @Nullable Mailer mailer;
    private final MasterKey key;
    private final Clock clock;

    /** Mails the mail server has accepted, though that could not be stored yet. */
    private final Set<String> delivered = new HashSet<>();

    private @Nullable String inHand;
    private volatile Runnable added = () -> {};

    /** @param mailer null where no mail can be sent */
    public Outbox(Transactions transactions, OutboxStore store, @Nullable Mailer mailer, MasterKey key, Clock clock) {
        this.transactions = transactions;
        this.store = store;
        this.mailer = mailer;
        this.key = key;
        this.clock = clock;
    }

    public boolean isPossible() {
        return mailer != null;
    }

    /** Runs {@code listener} after the commit of every mail added from now on. */
    void onAdded(Runnable listener) {
        added = listener;
    }

    /** Stores the mail in the current transaction. */
    public void add(Mail mail) {
        if (mailer == null) throw new IllegalStateException("no mail can be sent");
        String id = UUID.randomUUID().toString();
        String content = String.join(SEPARATOR, mail.to().value(), mail.subject(), mail.text(), mail.html());
        store.add(id, key.seal(content.getBytes(StandardCharsets.UTF_8), belongsTo(id)), clock.instant());
        transactions.afterCommit(() -> added.run());
    }

    /** Sends one mail that is due. @return false if none is */
    boolean sendNext() {
        Instant now = clock.instant();
        Optional<OutboxStore.Waiting> next = store.take(now, now.plus(LEASE));
        next.ifPresent(this::send);
        return next.isPresent();
    }

    /** Extends the lease on the mail that is being sent, if there is one. */
    synchronized void renew() {
        if (inHand != null) store.postpone(inHand, clock.instant().plus(LEASE));
    }

    private synchronized void inHand(@Nullable String id) {
        inHand = id;
    }

    private void send(OutboxStore.Waiting waiting) {
        String id = waiting.id();
        inHand(id);
        try {
            if (!delivered.contains(id)) Objects.requireNonNull(mailer).send(id, open(id, waiting.mail()));
        } catch (RuntimeException e) {
            tryLater(waiting, e);
            return;
        } finally {
            inHand(null);
        }
        delivered.add(id);
        store.remove(id);
        delivered.remove(id);
    }

    private void tryLater(OutboxStore.Waiting waiting, RuntimeException failed) {
        boolean hopeless = failed instanceof MailFailed refused && refused.isPermanent();
        if (hopeless || clock.instant().isAfter(waiting.createdAt().plus(GIVE_UP))) {
            LOGGER.log(System.Logger.Level.ERROR, "Mail given up: {0}", failed.getMessage());
            store.remove(waiting.id());
        } else {
            Duration pause = pause(waiting.attempts());
            String when = pause.toSeconds() + " seconds";
            LOGGER.log(
                    System.Logger.Level.WARNING, "Mail not sent, next attempt in {0}: {1}", when, failed.getMessage());
            store.postpone(waiting.id(), clock.instant().plus(pause));
        }
    }

    private Mail open(String id, SealedSecret sealedMail) {
        String content = new String(key.open(sealedMail, belongsTo(id)), StandardCharsets.UTF_8);
        String[] parts = content.split(SEPARATOR, -1);
        return new Mail(new EmailAddress(parts[0]), parts[1], parts[2], parts[3]);
    }

    private static Duration pause(int attempts) {
        Duration pause = FIRST_PAUSE.multipliedBy(1L << Math.min(attempts - 1, 12));
        return pause.compareTo(MAX_PAUSE) < 0 ? pause : MAX_PAUSE;
    }

    private static String belongsTo(String id) {
        return "mail/" + id;
    }
}
