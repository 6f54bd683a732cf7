package io.cloudlab.http;

import io.cloudlab.core.access.Caller;
import io.cloudlab.core.identity.Session;
import io.cloudlab.core.identity.SignIn;
import io.cloudlab.core.identity.Unauthenticated;
import io.cloudlab.core.shared.CloudLabException;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Records in the audit log that a client sent a token which was never issued. */
record Forgeries(SignIn signIn) {
    private static final Logger LOG = LoggerFactory.getLogger(Forgeries.class);

    /** @return what {@code reading} does, and fails as it does */
    Session watch(String address, Supplier<Session> reading) {
        try {
            return reading.get();
        } catch (Unauthenticated refused) {
            if (refused.code().equals(Tokens.FORGED)) note(address);
            throw refused;
        }
    }

    private void note(String address) {
        try {
            signIn.noteForgery(Caller.anonymous(address));
        } catch (CloudLabException notNow) {
            LOG.warn("A forged token could not be recorded: {}", notNow.detail());
        }
    }
}
