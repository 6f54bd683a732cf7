package io.cloudlab.core.identity.token;

import io.cloudlab.core.access.Caller;
import io.cloudlab.core.audit.AuditTrail;
import io.cloudlab.core.identity.token.AccountToken.Purpose;
import io.cloudlab.core.identity.user.User;
import io.cloudlab.core.shared.Refused;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.function.Supplier;

/**
 * Issues and redeems the links with which users choose a password; each holds a token that is valid once and for a limited
 * time. The base URL is configured; a request cannot change it.
 */
public final class AccountLinks {
    private static final String BAD_TOKEN = "bad-token";

    private final TokenStore store;
    private final Supplier<URI> base;
    private final Duration inviteLifetime;
    private final Duration resetLifetime;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();

    public AccountLinks(
            TokenStore store, Supplier<URI> base, Duration inviteLifetime, Duration resetLifetime, Clock clock) {
        this.store = store;
        this.base = base;
        this.inviteLifetime = inviteLifetime;
        this.resetLifetime = resetLifetime;
        this.clock = clock;
    }

    public Duration lifetime(Purpose purpose) {
        return purpose == Purpose.INVITE ? inviteLifetime : resetLifetime;
    }

    /** A new link for the user; the former ones of this purpose are spent. */
    public String issue(Purpose purpose, User user) {
        String token = AccountToken.newText(random);
        store.forgetExpired(clock.instant());
        store.spendAll(user.id(), purpose);
        store.insert(new AccountToken(
                AccountToken.hash(token), purpose, user.id(), clock.instant().plus(lifetime(purpose))));
        String text = base.get().toString();
        String start = text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
        return start + (purpose == Purpose.INVITE ? "/#accept-invite-" : "/#reset-password-") + token;
    }

    /** The id of the user whose token it is. @throws Refused if it is invalid */
    public int ownerOf(Purpose purpose, String token) {
        return store.find(AccountToken.hash(token), purpose, clock.instant())
                .orElseThrow(AccountLinks::badToken)
                .userId();
    }

    /** Spends the token in the current transaction. @throws Refused if it is no longer valid */
    public void spend(Purpose purpose, String token) {
        if (!store.spend(AccountToken.hash(token), purpose, clock.instant())) throw badToken();
    }

    public void spendAll(Purpose purpose, int userId) {
        store.spendAll(userId, purpose);
    }

    /** Spends the user's links of both purposes. */
    public void spendAll(int userId) {
        spendAll(Purpose.INVITE, userId);
        spendAll(Purpose.RESET, userId);
    }

    /** Runs work that needs a valid token; if the token is invalid, records {@code action} as failed in the audit trail. */
    public static <T> T watched(AuditTrail audit, Caller caller, String action, Supplier<T> work) {
        try {
            return work.get();
        } catch (Refused e) {
            if (e.code().equals(BAD_TOKEN)) audit.record(caller, action + ".failed", "auth");
            throw e;
        }
    }

    public static Refused badToken() {
        return new Refused(BAD_TOKEN, "Invalid or expired link.");
    }
}
