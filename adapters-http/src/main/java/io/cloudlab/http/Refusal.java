package io.cloudlab.http;

import io.cloudlab.core.shared.InvalidInput;
import java.util.List;

/** Ends the handling of a request with a problem of the transport; refusals of the domain have their own types. */
final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Problem problem;

    Refusal(Problem problem) {
        super(problem.detail(), null, false, false);
        this.problem = problem;
    }

    Refusal(int status, String code, String detail) {
        this(Problem.of(status, code, detail));
    }

    /** Malformed input at one place. */
    static Refusal at(List<Object> loc, String msg, String type) {
        return new Refusal(Problem.malformed(
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
    static Refusal inQuery(InvalidInput wrong) {
        return new Refusal(Problem.malformed(wrong.detail(), Problem.faults(wrong, "query")));
    }

    /** Malformed input at several places. */
    static Refusal of(List<Problem.Fault> faults) {
        Refusal first =
                at(faults.get(0).loc(), faults.get(0).msg(), faults.get(0).type());
        if (faults.size() == 1) return first;
        String detail = first.problem.detail().replaceFirst("\\.$", " (and " + (faults.size() - 1) + " more).");
        return new Refusal(Problem.malformed(detail, List.copyOf(faults)));
    }

    /** Too much is asked for at once, or in a short time. */
    static Refusal tooMany(long seconds, String code, String detail) {
        return new Refusal(Problem.tooMany(seconds, code, detail));
    }

    Problem problem() {
        return problem;
    }
}
