package io.cloudlab.app.vultr;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** What goes wrong with the next requests that fit; the oldest fault that fits is used up first. Thread-safe. */
public final class Faults {
    private static final int CLOSES = 0;

    private final List<Pending> pending = new ArrayList<>();

    /** @param late whether the request is carried out all the same, and only its answer lost */
    record Fault(int status, Map<String, String> headers, boolean late) {
        boolean closes() {
            return status == CLOSES;
        }
    }

    private static final class Pending {
        private final String method;
        private final Pattern path;
        private final Fault fault;
        private int left;

        private Pending(String method, String path, int times, Fault fault) {
            this.method = method;
            this.path = Pattern.compile(path);
            this.left = times;
            this.fault = fault;
        }

        private boolean fits(Request request) {
            return request.method().equals(method)
                    && path.matcher(request.path()).matches();
        }
    }

    Faults() {}

    /**
     * Answers with a status.
     *
     * @param path a regular expression for the path below the version, such as {@code /instances/.*}
     */
    public Faults status(String method, String path, int status, int times) {
        return add(new Pending(method, path, times, new Fault(status, Map.of(), false)));
    }

    /** Answers 429 and says when to come back. */
    public Faults tooMany(String method, String path, int retryAfterSeconds, int times) {
        Map<String, String> headers = Map.of("Retry-After", String.valueOf(retryAfterSeconds));
        return add(new Pending(method, path, times, new Fault(429, headers, false)));
    }

    /** Closes the connection without an answer. */
    public Faults close(String method, String path, int times) {
        return add(new Pending(method, path, times, new Fault(CLOSES, Map.of(), false)));
    }

    /** Carries the request out and answers with a status that says nothing about it. */
    public Faults afterwards(String method, String path, int status, int times) {
        return add(new Pending(method, path, times, new Fault(status, Map.of(), true)));
    }

    /** How many are still to come. */
    public synchronized int left() {
        return pending.stream().mapToInt(one -> one.left).sum();
    }

    private synchronized Faults add(Pending one) {
        pending.add(one);
        return this;
    }

    synchronized Optional<Fault> next(Request request) {
        for (Iterator<Pending> all = pending.iterator(); all.hasNext(); ) {
            Pending one = all.next();
            if (!one.fits(request)) continue;
            if (--one.left == 0) all.remove();
            return Optional.of(one.fault);
        }
        return Optional.empty();
    }
}
