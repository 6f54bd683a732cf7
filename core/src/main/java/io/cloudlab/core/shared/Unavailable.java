package io.cloudlab.core.shared;

/** A store, the disk or another part the work needs is not usable now; trying again later may succeed. */
public final class Unavailable extends CloudLabException {
    private static final long serialVersionUID = 1L;

    public Unavailable(String code, String detail) {
        super(ErrorKind.UNAVAILABLE, code, detail);
    }

    public Unavailable(String code, String detail, Throwable cause) {
        super(ErrorKind.UNAVAILABLE, code, detail, cause);
    }
}
