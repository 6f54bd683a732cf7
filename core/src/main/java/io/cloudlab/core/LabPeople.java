package io.cloudlab.core;

import io.cloudlab.core.audit.AuditTrail;
import io.cloudlab.core.identity.ComposedPasswords;
import io.cloudlab.core.identity.Mailer;
import io.cloudlab.core.identity.PasswordHasher;
import io.cloudlab.core.identity.People;
import io.cloudlab.core.identity.SignIn;
import io.cloudlab.core.vault.MasterKey;
import java.time.Clock;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What the use cases about people are made of, put together from the stores. */
final class LabPeople {
    private LabPeople() {}

    static People.Parts parts(
            Stores stores,
            @Nullable Mailer mailer,
            PasswordHasher asTyped,
            Duration sessionLifetime,
            MasterKey key,
            AuditTrail audit,
            Clock clock) {
        PasswordHasher hasher = new ComposedPasswords(asTyped);
        SignIn signIn = new SignIn(
                stores.transactions(),
                stores.users(),
                stores.roles(),
                stores.sessions(),
                hasher,
                audit,
                clock,
                sessionLifetime);
        return new People.Parts(
                stores.transactions(),
                stores.users(),
                stores.roles(),
                stores.acl(),
                stores.tokens(),
                stores.outbox(),
                mailer,
                hasher,
                signIn,
                key,
                audit,
                clock);
    }
}
