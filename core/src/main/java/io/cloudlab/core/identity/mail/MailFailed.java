package io.cloudlab.core.identity.mail;

import io.cloudlab.core.shared.CloudLabException;
import io.cloudlab.core.shared.ErrorKind;

/** A mail could not be handed over. */
public final class MailFailed extends CloudLabException {
    private static final long serialVersionUID = 1L;

    private final boolean permanent;

    /** @param permanent whether trying again cannot help, such as for an address the server refuses */
    public MailFailed(String why, boolean permanent, Throwable cause) {
        super(ErrorKind.UNAVAILABLE, "mail-failed", why, cause);
        this.permanent = permanent;
    }

    public boolean isPermanent() {
        return permanent;
    }
}
