package io.cloudlab.core.access;

import io.cloudlab.core.shared.CloudLabException;
import io.cloudlab.core.shared.ErrorKind;

/** The caller is known and lacks a permission. */
public final class Denied extends CloudLabException {
    private static final long serialVersionUID = 1L;

    public Denied(Permission missing) {
        super(ErrorKind.DENIED, "permission-denied", "Permission denied: " + missing.codename());
    }

    /** A refusal that no permission would lift, such as a wrong setup code. */
    public Denied(String code, String detail) {
        super(ErrorKind.DENIED, code, detail);
    }
}
