package io.cloudlab.core.shared;

import java.util.List;

/** Input whose shape, type, length or pattern is wrong; names every member at fault. */
public final class InvalidInput extends CloudLabException {
    private static final long serialVersionUID = 1L;

    private final transient List<Violation> violations;

    /** One fault: {@code member} is the input's name as the caller wrote it, {@code type} a stable name of the rule. */
    public record Violation(String member, String message, String type) {}

    public InvalidInput(String member, String message) {
        this(List.of(new Violation(member, message, "value_error")));
    }

    public InvalidInput(List<Violation> violations) {
        super(ErrorKind.MALFORMED, "invalid-input", sentence(violations));
        this.violations = List.copyOf(violations);
    }

    public List<Violation> violations() {
        return violations;
    }

    private static String sentence(List<Violation> violations) {
        Violation first = violations.get(0);
        String more = violations.size() > 1 ? " (and " + (violations.size() - 1) + " more)" : "";
        return first.member() + " " + first.message() + more + ".";
    }
}
