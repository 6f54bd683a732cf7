package io.cloudlab.http.security;

import io.cloudlab.core.access.Caller;
import io.cloudlab.core.identity.session.Session;
import io.cloudlab.core.identity.session.SignIn;
import io.cloudlab.core.identity.session.Unauthenticated;
import io.cloudlab.core.shared.CloudLabException;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Records in the audit log that a client sent a token which was never issued. */
public record ForgedTokenAudit(SignIn signIn) {
    private static final Logger LOG = LoggerFactory.getLogger(ForgedTokenAudit.class);

    /** @return what {@code reading} does, and fails as it does */
    public Session watch(String address, Supplier<Session> reading) {
        try {
            return reading.get();
        } catch (Unauthenticated e) {
            if (e.code().equals(Tokens.FORGED)) note(address);
            throw e;
        }
    }

    private void note(String address) {
        try {
            signIn.noteForgery(Caller.anonymous(address));
        } catch (CloudLabException e) {
            LOG.warn("A forged token could not be recorded: {}", e.detail());
        }
    }
}
