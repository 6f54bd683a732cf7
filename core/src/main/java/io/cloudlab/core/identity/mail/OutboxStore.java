package io.cloudlab.core.identity.mail;

import io.cloudlab.core.vault.SealedSecret;
import java.time.Instant;
import java.util.Optional;

/** Mails that wait to be sent, sealed, since they hold tokens. Implementations are thread-safe. */
public interface OutboxStore {
    /** @param id unique; names the mail in all attempts */
    void add(String id, SealedSecret mail, Instant createdAt);

    /**
     * Takes the mail that is due longest, for this caller alone until {@code until}: a caller that has not reported by then
     * has crashed, and the mail becomes due again.
     */
    Optional<Waiting> take(Instant now, Instant until);

    /** The mail was handed over, or given up. */
    void remove(String id);

    /** The mail could not be handed over, or not yet; it becomes due again at {@code next}. */
    void postpone(String id, Instant next);

    /** @param attempts how often it was taken, this time included */
    record Waiting(String id, SealedSecret mail, Instant createdAt, int attempts) {}
}
