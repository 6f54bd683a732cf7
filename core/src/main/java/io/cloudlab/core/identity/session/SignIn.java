package io.cloudlab.core.identity.session;

import io.cloudlab.core.access.Caller;
import io.cloudlab.core.access.RoleStore;
import io.cloudlab.core.audit.AuditTrail;
import io.cloudlab.core.identity.password.PasswordHasher;
import io.cloudlab.core.identity.password.PasswordRules;
import io.cloudlab.core.identity.user.Profile;
import io.cloudlab.core.identity.user.User;
import io.cloudlab.core.identity.user.UserEvents;
import io.cloudlab.core.identity.user.UserStore;
import io.cloudlab.core.identity.user.Username;
import io.cloudlab.core.shared.InvalidInput;
import io.cloudlab.core.shared.Refused;
import io.cloudlab.core.shared.Transactions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Begins sessions, tells which user a session belongs to, and ends them. Thread-safe. */
public final class SignIn {
    private static final int MAX_FORGERIES = 30;

    private final Transactions transactions;
    private final UserStore users;
    private final RoleStore roles;
    private final SessionStore sessions;
    private final PasswordHasher hasher;
    private final UserEvents events;
    private final AuditTrail audit;
    private final Clock clock;
    private final Duration lifetime;
    private final AccessCache accesses;
    private final Sessions own;
    private volatile @Nullable String decoyHash;
    private long forgeriesOf;
    private int forgeries;

    /** @param lifetime how long a session lasts */
    public SignIn(
            Transactions transactions,
            UserStore users,
            RoleStore roles,
            SessionStore sessions,
            PasswordHasher hasher,
            UserEvents events,
            AuditTrail audit,
            Clock clock,
            Duration lifetime) {
        this.transactions = transactions;
        this.users = users;
        this.roles = roles;
        this.sessions = sessions;
        this.hasher = hasher;
        this.events = events;
        this.audit = audit;
        this.clock = clock;
        this.lifetime = lifetime;
        this.accesses = new AccessCache(users, roles, sessions, clock);
        events.onChange(accesses::forget, accesses::forgetAll);
        this.own = new Sessions(transactions, users, sessions, this, audit, clock);
    }

    /**
     * Begins a session. An unknown, inactive or password-less user and a wrong password are refused alike, after the
     * same work.
     *
     * @throws Refused with code {@code setup-required} if there is no user yet
     * @throws Unauthenticated if these are not the credentials of an active user
     */
    public SignedIn signIn(Caller caller, String username, char[] password) {
        Optional<User> known = find(username);
        if (known.isEmpty() && users.isEmpty()) throw new Refused("setup-required", "Setup not completed.");
        String hash = known.map(User::passwordHash).orElse(null);
        String decoy = decoyHash(); // made for the first sign-in of all
        boolean matches =
                hasher.matches(PasswordRules.fits(password) ? password : new char[0], hash == null ? decoy : hash);
        if (!matches || hash == null || !known.get().active()) {
            String named = known.map(user -> user.username().value()).orElse(null);
            transactions.run(() ->
                    audit.record(caller, "login.failed", "auth", named == null ? Map.of() : Map.of("username", named)));
            throw Unauthenticated.wrongCredentials();
        }
        return transactions.call(() -> {
            User user = known.get();
            users.recordSignIn(user.id(), clock.instant());
            SignedIn signedIn = begin(user, caller);
            audit.record(as(signedIn, caller), "login", "auth");
            return signedIn;
        });
    }

    /**
     * The user of a session, with the permissions they hold now. Cheap: the data is cached for a second.
     *
     * @throws Unauthenticated if the session has expired or was ended, or its user is gone, inactive or has had all
     *     sessions ended
     */
    public Caller caller(Session session, @Nullable String ipAddress) {
        AccessCache.Access access = accesses.of(session.userId());
        if (access == null || !access.admits(session) || !clock.instant().isBefore(session.expiresAt())) {
            throw Unauthenticated.sessionOver();
        }
        return Caller.user(access.userId(), access.username(), access.permissions(), access.roles(), ipAddress);
    }

    /**
     * Records that a client presented a session that was never begun; within a minute only the first {@value #MAX_FORGERIES}
     * times, since clients can send them without limit.
     */
    public void noteForgery(Caller caller) {
        if (mayNote(clock.millis() / 60_000)) audit.record(caller, "session.forged", "auth");
    }

    private synchronized boolean mayNote(long minute) {
        if (minute != forgeriesOf) forgeries = 0;
        forgeriesOf = minute;
        return ++forgeries <= MAX_FORGERIES;
    }

    /** Ends one session at once; ending it again changes nothing. */
    public void signOut(Caller caller, Session session) {
        transactions.run(() -> {
            sessions.forgetExpired(clock.instant());
            sessions.revoke(session.userId(), session.id(), session.expiresAt());
            audit.record(caller, "logout", "auth");
            transactions.afterCommit(() -> accesses.forget(session.userId()));
        });
    }

    /**
     * As cheap as {@link #caller}. The same object is returned for as long as nothing has changed and it is kept.
     *
     * @throws Unauthenticated if the caller is not a user, or no longer one
     */
    public Profile me(Caller caller) {
        Integer id = caller.userId();
        AccessCache.Access access = id == null ? null : accesses.of(id);
        if (access == null) throw Unauthenticated.sessionOver();
        return access.profile();
    }

    /** Drops the cached access of the user; call it after the commit of a change. */
    void forget(int userId) {
        accesses.forget(userId);
    }

    /** Access to callers' own sessions. */
    public Sessions sessions() {
        return own;
    }

    /** The addresses from which the user of this name has signed in lately; empty if there is no such user. */
    public Set<String> addresses(String username) {
        return find(username).map(user -> sessions.addresses(user.id())).orElse(Set.of());
    }

    /** @throws InvalidInput naming the member, if the password breaks the rules */
    public void checkNew(String member, char[] password) {
        PasswordRules.check(member, password, hasher);
    }

    public String hash(char[] password) {
        return hasher.hash(password);
    }

    public boolean isPasswordOf(User user, char[] password) {
        String hash = user.passwordHash();
        return hash != null && PasswordRules.fits(password) && hasher.matches(password, hash);
    }

    /** Begins a session for a user who has proven their identity; inside a transaction. */
    public SignedIn begin(User user, Caller caller) {
        Instant now = clock.instant();
        Session session = new Session(
                user.id(),
                user.username().value(),
                user.tokenVersion(),
                UUID.randomUUID().toString(),
                now,
                now.plus(lifetime));
        sessions.forgetExpired(now);
        events.changed(user.id());
        sessions.begin(new OpenSession(
                user.id(), session.id(), user.tokenVersion(), now, session.expiresAt(), caller.ipAddress()));
        return new SignedIn(user, Profile.of(user, roles.rolesOf(user.id())).permissions(), session);
    }

    private Optional<User> find(String username) {
        try {
            return users.findByUsername(new Username(username));
        } catch (InvalidInput e) {
            return Optional.empty();
        }
    }

    private String decoyHash() {
        String hash = decoyHash;
        if (hash == null) {
            hash = hasher.hash(UUID.randomUUID().toString().toCharArray());
            decoyHash = hash;
        }
        return hash;
    }

    public static Caller as(SignedIn signedIn, Caller caller) {
        User user = signedIn.user();
        return Caller.user(user.id(), user.username().value(), signedIn.permissions(), caller.ipAddress());
    }
}
