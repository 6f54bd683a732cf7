package io.cloudlab.core.identity;

import io.cloudlab.core.access.Caller;
import io.cloudlab.core.audit.AuditTrail;
import io.cloudlab.core.identity.session.SignIn;
import io.cloudlab.core.identity.token.AccountLinks;
import io.cloudlab.core.identity.user.DisplayName;
import io.cloudlab.core.identity.user.User;
import io.cloudlab.core.identity.user.UserEvents;
import io.cloudlab.core.identity.user.UserStore;
import io.cloudlab.core.shared.Refused;
import io.cloudlab.core.shared.StaleWrite;
import io.cloudlab.core.shared.Transactions;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Changes the caller's own name and address. Links to reset the password go to the address, so changing it needs the
 * password: a stolen session alone must not be enough to keep the account.
 */
public final class OwnProfile {
    private final Transactions transactions;
    private final UserStore users;
    private final AccountGuard guard;
    private final SignIn signIn;
    private final AccountLinks links;
    private final AccountMails post;
    private final UserEvents events;
    private final AuditTrail audit;

    public OwnProfile(
            Transactions transactions,
            UserStore users,
            AccountGuard guard,
            SignIn signIn,
            AccountLinks links,
            AccountMails post,
            UserEvents events,
            AuditTrail audit) {
        this.transactions = transactions;
        this.users = users;
        this.guard = guard;
        this.signIn = signIn;
        this.links = links;
        this.post = post;
        this.events = events;
        this.audit = audit;
    }

    User change(
            Caller caller,
            @Nullable String displayName,
            @Nullable String email,
            char @Nullable [] currentPassword,
            @Nullable String keptSession) {
        String name = DisplayName.of(displayName);
        try {
            User known = guard.own(caller);
            if (email != null && !email.equals(known.email())) requirePassword(known, currentPassword);
            return transactions.call(() -> {
                User user = guard.own(caller);
                if (email != null && !Objects.equals(user.email(), known.email())) throw new StaleWrite("user");
                User next = user.withProfile(
                        displayName == null ? user.displayName() : name, email == null ? user.email() : email);
                boolean moved = !Objects.equals(next.email(), user.email());
                if (moved) links.spendAll(user.id());
                User stored = AccountGuard.refusingTaken(() -> users.update(next));
                audit.record(caller, "user.profile.update", "users/" + user.id());
                if (moved) addressChanged(caller, user, stored, keptSession);
                events.changed(user.id());
                return stored;
            });
        } catch (Refused e) { // may be a way to find out addresses of others, or a guess of the password
            audit.record(caller, "user.profile.update.failed", "users/" + caller.userId(), Map.of("reason", e.code()));
            throw e;
        }
    }

    private void requirePassword(User user, char @Nullable [] currentPassword) {
        if (currentPassword == null)
            throw new Refused(
                    "password-needed", "To change the e-mail address, give your password as current_password as well.");
        if (!signIn.isPasswordOf(user, currentPassword)) throw Passwords.wrong();
    }

    private void addressChanged(Caller caller, User before, User after, @Nullable String keptSession) {
        signIn.sessions().endOthers(after, keptSession);
        audit.record(caller, "user.email.change", "users/" + after.id());
        post.addressChanged(before, after);
    }
}
