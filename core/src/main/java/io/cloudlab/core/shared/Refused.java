package io.cloudlab.core.shared;

import java.util.List;

/** Well-formed input that a rule of the domain refuses. */
public final class Refused extends CloudLabException {
    private static final long serialVersionUID = 1L;

    private final transient List<InvalidInput.Violation> faults;

    public Refused(String code, String detail) {
        this(code, detail, List.of());
    }

    private Refused(String code, String detail, List<InvalidInput.Violation> faults) {
        super(ErrorKind.REFUSED, code, detail);
        this.faults = List.copyOf(faults);
    }

    /**
     * A refusal of the inputs of a script or action; code and sentence are those of the first fault.
     *
     * @param faults at least one; each names the input, holds one sentence, and has the code as its type
     */
    public static Refused inputs(List<InvalidInput.Violation> faults) {
        InvalidInput.Violation first = faults.get(0);
        int others = faults.size() - 1;
        String more =
                others == 0 ? "" : others == 1 ? " One more input is wrong." : " " + others + " more inputs are wrong.";
        return new Refused(first.type(), first.message() + more, faults);
    }

    /** The faults by input; empty if the refusal is not about inputs. */
    public List<InvalidInput.Violation> faults() {
        return faults;
    }
}
