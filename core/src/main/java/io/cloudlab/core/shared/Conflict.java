package io.cloudlab.core.shared;

/** Something else happened first: a duplicate, a stale version, a job that has ended. */
public class Conflict extends CloudLabException {
    private static final long serialVersionUID = 1L;

    public Conflict(String code, String detail) {
        super(ErrorKind.CONFLICT, code, detail);
    }
}
