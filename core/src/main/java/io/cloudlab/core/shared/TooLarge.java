package io.cloudlab.core.shared;

/** The input exceeds a size limit. Nothing of it was kept. */
public final class TooLarge extends CloudLabException {
    private static final long serialVersionUID = 1L;

    public TooLarge(String code, String detail) {
        super(ErrorKind.TOO_LARGE, code, detail);
    }
}
