package io.cloudlab.core.identity;

import io.cloudlab.core.access.Caller;
import io.cloudlab.core.access.Permission;
import io.cloudlab.core.access.Role;
import io.cloudlab.core.audit.AuditTrail;
import io.cloudlab.core.identity.session.SignIn;
import io.cloudlab.core.identity.session.SignedIn;
import io.cloudlab.core.identity.token.AccountLinks;
import io.cloudlab.core.identity.token.AccountToken.Purpose;
import io.cloudlab.core.identity.user.DisplayName;
import io.cloudlab.core.identity.user.NewUser;
import io.cloudlab.core.identity.user.Profile;
import io.cloudlab.core.identity.user.User;
import io.cloudlab.core.identity.user.UserStore;
import io.cloudlab.core.identity.user.Username;
import io.cloudlab.core.shared.EmailAddress;
import io.cloudlab.core.shared.Refused;
import io.cloudlab.core.shared.Transactions;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Invites users by a single-use link with which they choose their password. Thread-safe. */
public final class Invitations {
    private final Transactions transactions;
    private final UserStore users;
    private final AccountGuard guard;
    private final AccountLinks links;
    private final AccountMails post;
    private final SignIn signIn;
    private final AuditTrail audit;
    private final Clock clock;

    public Invitations(
            Transactions transactions,
            UserStore users,
            AccountGuard guard,
            AccountLinks links,
            AccountMails post,
            SignIn signIn,
            AuditTrail audit,
            Clock clock) {
        this.transactions = transactions;
        this.users = users;
        this.guard = guard;
        this.links = links;
        this.post = post;
        this.signIn = signIn;
        this.audit = audit;
        this.clock = clock;
    }

    /**
     * Creates a user who has no password yet, and invites them.
     *
     * @throws Refused if the username or the address is taken, or a role is unknown
     * @throws io.cloudlab.core.access.Denied if a role holds a right the caller lacks
     */
    public Invited invite(Caller caller, NewUser wanted) {
        caller.require(Permission.USERS_CREATE);
        Username username = new Username(wanted.username());
        EmailAddress email = new EmailAddress(wanted.email());
        String displayName = DisplayName.of(wanted.displayName());
        return transactions.call(() -> {
            List<Role> granted = guard.grantable(caller, wanted.roleIds(), wanted.roles());
            User user = AccountGuard.refusingTaken(() -> users.insert(
                    new User(0, username, email.value(), displayName, null, true, 0, clock.instant(), null, null, 0)));
            guard.assign(user, granted);
            audit.record(
                    caller,
                    "user.invite",
                    "users/" + user.id(),
                    Map.of(
                            "username",
                            username.value(),
                            "roles",
                            granted.stream().map(Role::name).toList()));
            return send(user, email);
        });
    }

    /** @throws Refused if the user has accepted already, is switched off, or has no address */
    public Invited resend(Caller caller, int userId) {
        caller.require(Permission.USERS_CREATE);
        return transactions.call(() -> {
            User user = guard.existing(userId);
            guard.requireNotAbove(caller, user);
            if (user.inviteAcceptedAt() != null)
                throw new Refused("already-accepted", "The invitation was already accepted.");
            if (!user.active()) throw new Refused("user-inactive", "The user is deactivated.");
            if (user.email() == null) throw new Refused("no-email", "The user has no e-mail address.");
            audit.record(caller, "user.invite.resend", "users/" + userId);
            return send(user, new EmailAddress(user.email()));
        });
    }

    /**
     * Takes an invitation: sets the password and signs in. A password that breaks the rules does not spend the token.
     *
     * @throws Refused with code {@code bad-token} if the token is invalid or no longer valid
     */
    public SignedIn accept(Caller caller, String token, char[] password, @Nullable String displayName) {
        return AccountLinks.watched(
                audit, caller, "user.invite.accept", () -> accepted(caller, token, password, displayName));
    }

    private SignedIn accepted(Caller caller, String token, char[] password, @Nullable String displayName) {
        int owner = links.ownerOf(Purpose.INVITE, token);
        signIn.checkNew("password", password);
        String name = DisplayName.of(displayName);
        String hash = signIn.hash(password);
        return transactions.call(() -> {
            links.spend(Purpose.INVITE, token);
            User invited = users.find(owner)
                    .filter(found -> found.active() && found.inviteAcceptedAt() == null)
                    .orElseThrow(AccountLinks::badToken);
            users.recordSignIn(owner, clock.instant());
            User user = users.update(invited.accepting(hash, name, clock.instant()));
            SignedIn signedIn = signIn.begin(user, caller);
            audit.record(SignIn.as(signedIn, caller), "user.invite.accept", "users/" + owner);
            return signedIn;
        });
    }

    private Invited send(User user, EmailAddress email) {
        String link = links.issue(Purpose.INVITE, user);
        Profile profile = guard.profile(user);
        if (!post.isPossible()) return new Invited(profile, false, link);
        post.invite(user, email, link, links.lifetime(Purpose.INVITE));
        return new Invited(profile, true, null);
    }
}
