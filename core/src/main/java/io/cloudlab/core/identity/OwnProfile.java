package io.cloudlab.core.identity;

import io.cloudlab.core.access.Caller;
import io.cloudlab.core.audit.AuditTrail;
import io.cloudlab.core.shared.Refused;
import io.cloudlab.core.shared.StaleWrite;
import io.cloudlab.core.shared.Transactions;
import java.util.Map;
import java.util.Objects;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Changes the caller's own name and address. Links to reset the password go to the address, so changing it takes
 * the password: a stolen session alone must not be enough to keep the account.
 */
final class OwnProfile {
    private final Transactions transactions;
    private final UserStore users;
    private final AccountGuard guard;
    private final SignIn signIn;
    private final Post post;
    private final AuditTrail audit;
    private final IntConsumer endLinks;

    OwnProfile(People.Parts parts, AccountGuard guard, Post post, IntConsumer endLinks) {
        this.transactions = parts.transactions();
        this.users = parts.users();
        this.guard = guard;
        this.signIn = parts.signIn();
        this.post = post;
        this.audit = parts.audit();
        this.endLinks = endLinks;
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
                if (moved) endLinks.accept(user.id());
                User stored = AccountGuard.refusingTaken(() -> users.update(next));
                audit.record(caller, "user.profile.update", "users/" + user.id());
                if (moved) addressChanged(caller, user, stored, keptSession);
                transactions.afterCommit(() -> signIn.forget(user.id()));
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
