package io.cloudlab.core.identity;

import io.cloudlab.core.access.Caller;
import io.cloudlab.core.access.Permission;
import io.cloudlab.core.audit.AuditTrail;
import io.cloudlab.core.identity.session.SignIn;
import io.cloudlab.core.identity.session.SignedIn;
import io.cloudlab.core.identity.token.AccountLinks;
import io.cloudlab.core.identity.token.AccountToken.Purpose;
import io.cloudlab.core.identity.user.User;
import io.cloudlab.core.identity.user.UserEvents;
import io.cloudlab.core.identity.user.UserStore;
import io.cloudlab.core.shared.EmailAddress;
import io.cloudlab.core.shared.InvalidInput;
import io.cloudlab.core.shared.Refused;
import io.cloudlab.core.shared.Transactions;
import java.time.Clock;
import java.util.Optional;
import java.util.Set;

/** Changes passwords: by their owner, or with a link sent to the owner. Each change ends all sessions. Thread-safe. */
public final class Passwords {
    private final Transactions transactions;
    private final UserStore users;
    private final AccountGuard guard;
    private final AccountLinks links;
    private final AccountMails post;
    private final SignIn signIn;
    private final UserEvents events;
    private final AuditTrail audit;
    private final Clock clock;

    public Passwords(
            Transactions transactions,
            UserStore users,
            AccountGuard guard,
            AccountLinks links,
            AccountMails post,
            SignIn signIn,
            UserEvents events,
            AuditTrail audit,
            Clock clock) {
        this.transactions = transactions;
        this.users = users;
        this.guard = guard;
        this.links = links;
        this.post = post;
        this.signIn = signIn;
        this.events = events;
        this.audit = audit;
        this.clock = clock;
    }

    /**
     * Replaces the caller's own password and gives them a new session in place of all others.
     *
     * @throws Refused with code {@code wrong-password} if the current one is wrong
     */
    public SignedIn change(Caller caller, char[] current, char[] wanted) {
        User user = guard.own(caller);
        signIn.checkNew("new_password", wanted);
        if (!signIn.isPasswordOf(user, current)) {
            audit.record(caller, "user.password.change.failed", "users/" + user.id());
            throw wrong();
        }
        String hash = signIn.hash(wanted);
        return transactions.call(() -> {
            links.spendAll(Purpose.RESET, user.id());
            User changed = users.update(user.withPassword(hash));
            audit.record(caller, "user.password.change", "users/" + user.id());
            return signIn.begin(changed, caller);
        });
    }

    /**
     * Sends a link to reset the password, if there is an active user with this address and a mail server. The caller
     * does not learn which is the case; run it in the background, so that its duration does not tell either.
     */
    public void requestReset(Caller caller, String email) {
        Optional<User> user = find(email).filter(found -> found.active() && found.passwordHash() != null);
        transactions.run(() -> {
            audit.record(
                    caller,
                    "auth.password_reset.request",
                    user.map(found -> "users/" + found.id()).orElse("auth"));
            if (user.isEmpty() || !post.isPossible()) return;
            String link = links.issue(Purpose.RESET, user.get());
            post.reset(user.get(), new EmailAddress(email), link, links.lifetime(Purpose.RESET));
        });
    }

    /**
     * A link with which the user can choose a new password, for the administrator of the system to hand over.
     *
     * @throws io.cloudlab.core.access.Denied if the caller does not hold every permission
     * @throws Refused if the user is deactivated
     */
    public String resetLink(Caller caller, int userId) {
        caller.require(Permission.ALL);
        return transactions.call(() -> {
            User user = guard.existing(userId);
            if (!user.active()) throw new Refused("user-inactive", "The user is deactivated.");
            audit.record(caller, "auth.password_reset.request", "users/" + userId);
            return links.issue(Purpose.RESET, user);
        });
    }

    /**
     * Sets a new password. A password that breaks the rules does not spend the token.
     *
     * @throws Refused with code {@code bad-token} if the token is invalid or no longer valid
     */
    public void reset(Caller caller, String token, char[] password) {
        AccountLinks.watched(audit, caller, "auth.password_reset", () -> replaced(caller, token, password));
    }

    private User replaced(Caller caller, String token, char[] password) {
        int owner = links.ownerOf(Purpose.RESET, token);
        signIn.checkNew("password", password);
        String hash = signIn.hash(password);
        return transactions.call(() -> {
            links.spend(Purpose.RESET, token);
            User user = users.find(owner).filter(User::active).orElseThrow(AccountLinks::badToken);
            links.spendAll(Purpose.RESET, owner);
            User changed = users.update(
                    user.inviteAcceptedAt() == null
                            ? user.accepting(hash, null, clock.instant())
                            : user.withPassword(hash));
            Caller self = Caller.user(owner, user.username().value(), Set.of(), caller.ipAddress());
            audit.record(self, "auth.password_reset", "users/" + owner);
            events.changed(owner);
            return changed;
        });
    }

    static Refused wrong() {
        return new Refused("wrong-password", "The current password is wrong.");
    }

    private Optional<User> find(String email) {
        try {
            return users.findByEmail(new EmailAddress(email));
        } catch (InvalidInput e) {
            return Optional.empty();
        }
    }
}
