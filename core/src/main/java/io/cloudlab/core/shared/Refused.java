package io.cloudlab.core.shared;

/** Well-formed input that a rule of the domain refuses. */
public final class Refused extends CloudLabException {
    private static final long serialVersionUID = 1L;

    public Refused(String code, String detail) {
        super(ErrorKind.REFUSED, code, detail);
    }
}
