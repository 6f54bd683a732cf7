package io.cloudlab.http.api.people;

import io.cloudlab.core.access.Caller;
import io.cloudlab.core.access.Permission;
import io.cloudlab.core.identity.Passwords;
import io.cloudlab.core.identity.Users;
import io.cloudlab.core.identity.session.Session;
import io.cloudlab.core.identity.session.SignedIn;
import io.cloudlab.http.body.Bodies;
import io.cloudlab.http.routing.Access;
import io.cloudlab.http.routing.Exchange;
import io.cloudlab.http.routing.RouteGroup;
import io.cloudlab.http.routing.RouteTableBuilder;
import io.cloudlab.http.security.Budget;
import io.cloudlab.http.security.Budgets;
import io.cloudlab.http.security.PasswordAttemptLimiter;
import io.cloudlab.http.security.Tokens;
import io.cloudlab.http.work.BoundedExecutor;
import org.jspecify.annotations.Nullable;

/** {@code /api/users/profile} and {@code /api/users/password}: what users may do with their own accounts. */
final class OwnAccountRoutes implements RouteGroup {
    private final Users users;
    private final Passwords passwords;
    private final Tokens tokens;
    private final BoundedExecutor hashing;
    private final PasswordAttemptLimiter guesses;
    private final Budgets budgets;

    OwnAccountRoutes(
            Users users,
            Passwords passwords,
            Tokens tokens,
            BoundedExecutor hashing,
            PasswordAttemptLimiter guesses,
            Budgets budgets) {
        this.users = users;
        this.passwords = passwords;
        this.tokens = tokens;
        this.hashing = hashing;
        this.guesses = guesses;
        this.budgets = budgets;
    }

    /** @param currentPassword needed for another address */
    record OwnProfileJson(
            @Nullable String displayName, @Nullable String email, char @Nullable [] currentPassword) {}

    record PasswordChangeJson(char[] currentPassword, char[] newPassword) {
        PasswordChangeJson {
            Bodies.require("current_password", currentPassword);
            Bodies.require("new_password", newPassword);
        }

        void wipe() {
            Bodies.wipe(currentPassword);
            Bodies.wipe(newPassword);
        }
    }

    /** @param accessToken of the one session that goes on */
    record PasswordChangedJson(String status, String accessToken) {}

    @Override
    public String name() {
        return "Users";
    }

    @Override
    public void declare(RouteTableBuilder routes) {
        routes.put("updateProfile", "/api/users/profile")
                .by(Access.ANY_USER)
                .summary(
                        "Change the caller's own display name and e-mail address; what is null or missing stays. Another address"
                                + " needs the current password, ends all other sessions, and is told to both addresses.")
                .body(OwnProfileJson.class)
                .bodyLimit(Bodies.SMALL)
                .budget(Budget.HASHING, Budget.MAILS, Budget.ADDRESSES)
                .answers(UserJson.class)
                .fails(400, 409, 429)
                .to(this::changeProfile);
        routes.post("changePassword", "/api/users/password")
                .by(Access.ANY_USER)
                .summary("Change the caller's own password. Every other session ends.")
                .body(PasswordChangeJson.class)
                .bodyLimit(Bodies.SMALL)
                .budget(Budget.HASHING)
                .answers(PasswordChangedJson.class)
                .fails(400, 409)
                .to(this::changePassword);
    }

    private void changeProfile(Exchange exchange) {
        OwnProfileJson body = exchange.body(OwnProfileJson.class);
        Caller caller = exchange.caller();
        boolean takesAddress = body.email() != null && !body.email().isBlank();
        if (takesAddress && !caller.may(Permission.USERS_VIEW))
            budgets.take(Budget.ADDRESSES, caller).close();
        if (!takesAddress || body.currentPassword() == null) {
            exchange.json(UserJson.of(users.changeOwnProfile(
                    caller,
                    body.displayName(),
                    body.email(),
                    null,
                    exchange.session().id())));
            return;
        }
        budgets.take(Budget.MAILS, caller).close();
        Session session = exchange.session();
        PasswordAttemptLimiter.Attempt attempt = guesses.begin(session.username(), caller.ipAddress());
        exchange.answer(
                hashing,
                () -> exchange.json(UserJson.of(attempt.make(() -> users.changeOwnProfile(
                        caller, body.displayName(), body.email(), body.currentPassword(), session.id())))),
                () -> {
                    attempt.close();
                    Bodies.wipe(body.currentPassword());
                });
    }

    private void changePassword(Exchange exchange) {
        PasswordChangeJson body = exchange.body(PasswordChangeJson.class);
        Caller caller = exchange.caller();
        String username = exchange.session().username();
        PasswordAttemptLimiter.Attempt attempt = guesses.begin(username, caller.ipAddress());
        exchange.answer(
                hashing,
                () -> {
                    SignedIn signedIn =
                            attempt.make(() -> passwords.change(caller, body.currentPassword(), body.newPassword()));
                    exchange.json(new PasswordChangedJson("ok", tokens.write(signedIn.session())));
                },
                () -> {
                    attempt.close();
                    body.wipe();
                });
    }
}
