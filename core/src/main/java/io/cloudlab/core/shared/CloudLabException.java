package io.cloudlab.core.shared;

/**
 * The root of every refusal that a use case reports. Its message is one human sentence that may be shown to the caller:
 * it never holds submitted values, secrets, SQL or file system paths outside the lab directory.
 */
public class CloudLabException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final ErrorKind kind;
    private final String code;

    /**
     * @param code a stable, machine-readable name of the situation, such as {@code job-not-running}
     * @param detail one sentence for humans
     */
    public CloudLabException(ErrorKind kind, String code, String detail) {
        super(detail);
        this.kind = kind;
        this.code = code;
    }

    public CloudLabException(ErrorKind kind, String code, String detail, Throwable cause) {
        super(detail, cause);
        this.kind = kind;
        this.code = code;
    }

    public final ErrorKind kind() {
        return kind;
    }

    public final String code() {
        return code;
    }

    /** The sentence for humans; never null. */
    public final String detail() {
        return String.valueOf(getMessage());
    }
}
