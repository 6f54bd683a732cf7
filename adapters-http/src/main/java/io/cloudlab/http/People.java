package io.cloudlab.http;

import io.cloudlab.core.CloudLab;
import java.util.List;

/** The routes about people and what they do, with the threads they work on. */
final class People implements AutoCloseable {
    private static final int MOST_AFTERWARDS = 64;
    private static final int EXPORTS_AT_ONCE = 4;
    private static final int MAX_OWN_PASSWORDS = 64;

    private final Workers passwords = Workers.forPasswords();
    private final Workers ownPasswords = new Workers("own-passwords", 1, MAX_OWN_PASSWORDS);
    private final Workers exports = new Workers("exports", EXPORTS_AT_ONCE, 0);
    private final Afterwards afterwards = new Afterwards(MOST_AFTERWARDS);
    private final List<RouteGroup> groups;

    People(CloudLab lab, Tokens tokens, RateLimits limits, Budgets budgets, Guesses guesses) {
        this.groups = List.of(
                new AuthRoutes(lab.accounts(), lab.signIn(), tokens, passwords, guesses),
                new LinkRoutes(lab.invitations(), lab.passwords(), tokens, passwords, afterwards, limits),
                new OwnAccountRoutes(lab.users(), lab.passwords(), tokens, ownPasswords, guesses, budgets),
                new OwnSessionRoutes(lab.signIn().sessions()),
                new UserRoutes(lab.users(), lab.invitations(), budgets),
                new RoleRoutes(lab.roles()),
                new AuditRoutes(lab.audit(), exports));
    }

    List<RouteGroup> groups() {
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
