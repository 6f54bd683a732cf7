package io.cloudlab.http.error;

import io.cloudlab.core.shared.InvalidInput;
import java.util.List;

/** Ends the handling of a request with a problem of the transport; refusals of the domain have their own types. */
public final class ProblemException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Problem problem;

    public ProblemException(Problem problem) {
        super(problem.detail(), null, false, false);
        this.problem = problem;
    }

    public ProblemException(int status, String code, String detail) {
        this(Problem.of(status, code, detail));
    }

    /** Malformed input at one place. */
    public static ProblemException at(List<Object> loc, String msg, String type) {
        return new ProblemException(Problem.malformed(
                place(loc) + " " + msg + ".", List.of(new Problem.Fault(List.copyOf(loc), msg, type))));
    }

    /** In words: the last name, with the number of the element where it is about one of a list. */
    private static String place(List<Object> loc) {
        int last = loc.size() - 1;
        while (last > 1 && loc.get(last) instanceof Integer) last--;
        StringBuilder place = new StringBuilder(last > 0 ? String.valueOf(loc.get(last)) : "The " + loc.get(0));
        for (Object index : loc.subList(last + 1, loc.size()))
            place.append('[').append(index).append(']');
        return place.toString();
    }

    /** What a use case found malformed in what came from the query. */
    public static ProblemException inQuery(InvalidInput wrong) {
        return new ProblemException(Problem.malformed(wrong.detail(), Problem.faults(wrong, "query")));
    }

    /** Malformed input at several places. */
    public static ProblemException of(List<Problem.Fault> faults) {
        ProblemException first =
                at(faults.get(0).loc(), faults.get(0).msg(), faults.get(0).type());
        if (faults.size() == 1) return first;
        String detail = first.problem.detail().replaceFirst("\\.$", " (and " + (faults.size() - 1) + " more).");
        return new ProblemException(Problem.malformed(detail, List.copyOf(faults)));
    }

    /** Too much is asked for at once, or in a short time. */
    public static ProblemException tooMany(long seconds, String code, String detail) {
        return new ProblemException(Problem.tooMany(seconds, code, detail));
    }

    public Problem problem() {
        return problem;
    }
}
