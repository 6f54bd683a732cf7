package io.cloudlab.http.api.people;

import io.cloudlab.core.CloudLab;
import io.cloudlab.http.routing.RouteGroup;
import io.cloudlab.http.security.Budgets;
import io.cloudlab.http.security.PasswordAttemptLimiter;
import io.cloudlab.http.security.RateLimits;
import io.cloudlab.http.security.Tokens;
import io.cloudlab.http.work.BoundedExecutor;
import io.cloudlab.http.work.DeferredWork;
import java.util.List;

/** The routes about people and what they do, with the threads they work on. */
public final class IdentityRoutes implements AutoCloseable {
    private static final int MAX_AFTERWARDS = 64;
    private static final int EXPORTS_AT_ONCE = 4;
    private static final int MAX_OWN_PASSWORDS = 64;

    private final BoundedExecutor passwords = BoundedExecutor.forPasswords();
    private final BoundedExecutor ownPasswords = new BoundedExecutor("own-passwords", 1, MAX_OWN_PASSWORDS);
    private final BoundedExecutor exports = new BoundedExecutor("exports", EXPORTS_AT_ONCE, 0);
    private final DeferredWork afterwards = new DeferredWork(MAX_AFTERWARDS);
    private final List<RouteGroup> groups;

    public IdentityRoutes(
            CloudLab lab, Tokens tokens, RateLimits limits, Budgets budgets, PasswordAttemptLimiter guesses) {
        this.groups = List.of(
                new AuthRoutes(lab.accounts(), lab.signIn(), tokens, passwords, guesses),
                new LinkRoutes(lab.invitations(), lab.passwords(), tokens, passwords, afterwards, limits),
                new OwnAccountRoutes(lab.users(), lab.passwords(), tokens, ownPasswords, guesses, budgets),
                new OwnSessionRoutes(lab.signIn().sessions()),
                new UserRoutes(lab.users(), lab.invitations(), budgets),
                new RoleRoutes(lab.roles()),
                new AuditRoutes(lab.audit(), exports));
    }

    public List<RouteGroup> groups() {
        return groups;
    }

    /** Lets what was accepted be done, for a few seconds. */
    @Override
    public void close() {
        passwords.close();
        ownPasswords.close();
        exports.close();
        afterwards.close();
    }
}
