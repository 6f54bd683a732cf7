package io.cloudlab.core.shared;

/** Something the caller named does not exist, or not for this caller. */
public final class NotFound extends CloudLabException {
    private static final long serialVersionUID = 1L;

    /** @param what the kind of thing, such as {@code job}; becomes the code {@code unknown-job} */
    public NotFound(String what) {
        super(ErrorKind.NOT_FOUND, "unknown-" + what, "There is no such " + what + ".");
    }

    /** @param detail one sentence for humans, where the kind of thing does not say enough */
    public NotFound(String what, String detail) {
        super(ErrorKind.NOT_FOUND, "unknown-" + what, detail);
    }
}
