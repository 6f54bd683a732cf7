package io.cloudlab.core.access;

import io.cloudlab.core.shared.CloudLabException;
import io.cloudlab.core.shared.ErrorKind;
import org.jspecify.annotations.Nullable;

/** The caller is known and lacks a permission. */
public final class Denied extends CloudLabException {
    private static final long serialVersionUID = 1L;

    private final @Nullable String missing;

    public Denied(Permission missing) {
        super(ErrorKind.DENIED, "permission-denied", "Permission denied: " + missing.codename());
        this.missing = missing.codename();
    }

    /** A refusal that no permission would lift, such as a wrong setup code. */
    public Denied(String code, String detail) {
        super(ErrorKind.DENIED, code, detail);
        this.missing = null;
    }

    /** The codename of the permission that is missing, or the sentence where it is none. */
    public String lacking() {
        return missing == null ? detail() : missing;
    }
}
