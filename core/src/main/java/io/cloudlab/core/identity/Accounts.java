package io.cloudlab.core.identity;

import io.cloudlab.core.access.Caller;
import io.cloudlab.core.access.Denied;
import io.cloudlab.core.access.Role;
import io.cloudlab.core.access.RoleStore;
import io.cloudlab.core.audit.AuditTrail;
import io.cloudlab.core.identity.session.SignIn;
import io.cloudlab.core.identity.session.SignedIn;
import io.cloudlab.core.identity.user.User;
import io.cloudlab.core.identity.user.UserStore;
import io.cloudlab.core.identity.user.Username;
import io.cloudlab.core.shared.Refused;
import io.cloudlab.core.shared.Transactions;
import io.cloudlab.core.vault.Vault;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** Creates and changes accounts. Thread-safe. */
public final class Accounts {
    /** Limit of audit entries for wrong setup codes: unknown clients can send them without limit. */
    private static final int MAX_WRONG_CODES = 100;

    private final Transactions transactions;
    private final UserStore users;
    private final RoleStore roles;
    private final SignIn signIn;
    private final Vault vault;
    private final SetupGate gate;
    private final AuditTrail audit;
    private final Clock clock;
    private final AtomicInteger wrongCodes = new AtomicInteger();

    public Accounts(
            Transactions transactions,
            UserStore users,
            RoleStore roles,
            SignIn signIn,
            Vault vault,
            SetupGate gate,
            AuditTrail audit,
            Clock clock) {
        this.transactions = transactions;
        this.users = users;
        this.roles = roles;
        this.signIn = signIn;
        this.vault = vault;
        this.gate = gate;
        this.audit = audit;
        this.clock = clock;
    }

    /** Whether there is no user at all yet. */
    public boolean setupRequired() {
        return users.isEmpty();
    }

    /**
     * Creates the first user, a super-admin, and signs them in. Of many callers at once exactly one succeeds.
     *
     * @throws Refused with code {@code setup-done} if there is a user already
     * @throws Denied if the {@link SetupGate} does not admit the caller
     * @throws io.cloudlab.core.shared.InvalidInput naming the member, if the username or a password breaks its rules
     */
    public SignedIn setup(Caller caller, InitialSetup command) {
        if (!setupRequired()) throw setupDone();
        if (!gate.admits(command.setupCode())) {
            if (wrongCodes.incrementAndGet() <= MAX_WRONG_CODES) audit.record(caller, "auth.setup.failed", "auth");
            throw new Denied(
                    "wrong-setup-code",
                    "Setting up this server needs the setup code from its data directory, as setup_code in the body.");
        }
        Username username = new Username(command.username());
        signIn.checkNew("password", command.password());
        if (command.vaultPassword() != null) Vault.checkNewPassword("vault_password", command.vaultPassword());
        String hash = signIn.hash(command.password());
        SignedIn first = transactions.call(() -> {
            if (!users.claimSetup() || !users.isEmpty()) throw setupDone();
            Instant now = clock.instant();
            User user = users.insert(new User(0, username, null, null, hash, true, 0, now, now, now, 0));
            Role admin = roles.findByName(Role.SUPER_ADMIN).orElseThrow();
            roles.assign(user.id(), List.of(admin.id()));
            Caller self = Caller.user(user.id(), username.value(), admin.permissions(), caller.ipAddress());
            audit.record(self, "auth.setup", "auth");
            if (command.vaultPassword() != null) vault.storePassword(self, command.vaultPassword());
            return signIn.begin(user, caller);
        });
        gate.close();
        return first;
    }

    private static Refused setupDone() {
        return new Refused("setup-done", "Setup has already been completed.");
    }
}
