package io.cloudlab.core.identity;

import io.cloudlab.core.access.Caller;
import io.cloudlab.core.audit.AuditTrail;
import io.cloudlab.core.shared.Refused;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.function.Supplier;

/** Gives out and takes in the single-use tokens of one purpose. */
final class Tokens {
    private static final String NO_GOOD = "bad-token";

    private final TokenStore store;
    private final AccountToken.Purpose purpose;
    private final Duration lifetime;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();

    Tokens(TokenStore store, AccountToken.Purpose purpose, Duration lifetime, Clock clock) {
        this.store = store;
        this.purpose = purpose;
        this.lifetime = lifetime;
        this.clock = clock;
    }

    Duration lifetime() {
        return lifetime;
    }

    /** A new token for the user; the former ones of this purpose are spent. */
    String issue(User user) {
        String text = AccountToken.newText(random);
        store.forgetExpired(clock.instant());
        store.spendAll(user.id(), purpose);
        store.insert(new AccountToken(
                AccountToken.hash(text), purpose, user.id(), clock.instant().plus(lifetime)));
        return text;
    }

    /** Whose token it is. @throws Refused if it is not good */
    int ownerOf(String text) {
        return store.find(AccountToken.hash(text), purpose, clock.instant())
                .orElseThrow(Tokens::noGood)
                .userId();
    }

    /** Spends the token in the current transaction. @throws Refused if it is not good any more */
    void spend(String text) {
        if (!store.spend(AccountToken.hash(text), purpose, clock.instant())) throw noGood();
    }

    void spendAll(int userId) {
        store.spendAll(userId, purpose);
    }

    /** Does what needs a good token; if it is not good, the audit trail says that {@code action} failed. */
    static <T> T watched(AuditTrail audit, Caller caller, String action, Supplier<T> work) {
        try {
            return work.get();
        } catch (Refused refused) {
            if (refused.code().equals(NO_GOOD)) audit.record(caller, action + ".failed", "auth");
            throw refused;
        }
    }

    static Refused noGood() {
        return new Refused(NO_GOOD, "Invalid or expired link.");
    }
}
