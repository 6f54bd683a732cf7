package io.cloudlab.core.identity.session;

import io.cloudlab.core.shared.CloudLabException;
import io.cloudlab.core.shared.ErrorKind;

/** The caller is not signed in: a failed sign-in, or an invalid session. */
public final class Unauthenticated extends CloudLabException {
    private static final long serialVersionUID = 1L;

    public Unauthenticated(String code, String detail) {
        super(ErrorKind.UNAUTHENTICATED, code, detail);
    }

    static Unauthenticated wrongCredentials() {
        return new Unauthenticated("wrong-credentials", "The username or the password is wrong.");
    }

    public static Unauthenticated sessionOver() {
        return new Unauthenticated("session-over", "This session is no longer valid.");
    }
}
