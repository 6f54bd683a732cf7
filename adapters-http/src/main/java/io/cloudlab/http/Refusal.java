package io.cloudlab.http;

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
        String place = loc.size() > 1 ? String.valueOf(loc.get(loc.size() - 1)) : "The " + loc.get(0);
        return new Refusal(
                Problem.malformed(place + " " + msg + ".", List.of(new Problem.Fault(List.copyOf(loc), msg, type))));
    }

    /** Too much is asked for at once, or in a short time. */
    static Refusal tooMany(long seconds, String code, String detail) {
        return new Refusal(Problem.tooMany(seconds, code, detail));
    }

    Problem problem() {
        return problem;
    }
}
