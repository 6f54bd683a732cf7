package io.cloudlab.http.security;

import io.cloudlab.core.jobs.JobLimits;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * Limits per user for expensive work, beside the limits per address: so that one user, or a stolen session, leaves
 * enough for the others. Routes declare what they take; what is refused is answered with 429.
 */
public enum Budget implements Rate {
    /** Passwords that are checked or set. */
    HASHING("password checks", 2, 20, Duration.ofMinutes(1)),
    UPLOADS("uploads", 4),
    /** Searches that read whole logs. */
    SEARCHES("searches", 2),
    EXPORTS("exports", 2),
    /** Jobs that wait for their turn; counted by the core, where they are accepted. */
    JOBS("waiting jobs", JobLimits.MAX_QUEUED_PER_USER),
    MAILS("mails", 0, 20, Duration.ofHours(1)),
    /** Addresses that a user takes for their own, since a refusal tells that another user has it. */
    ADDRESSES("addresses", 0, 5, Duration.ofHours(1)),
    SOCKETS("WebSockets", 200);

    private final String what;
    private final int atOnce;
    private final int max;
    private final Duration span;

    Budget(String what, int atOnce) {
        this(what, atOnce, 0, Duration.ZERO);
    }

    Budget(String what, int atOnce, int max, Duration span) {
        this.what = what;
        this.atOnce = atOnce;
        this.max = max;
        this.span = span;
    }

    /** In words, in the plural. */
    String what() {
        return what;
    }

    /** How many a user may have at the same time, 0 for any number. */
    int atOnce() {
        return atOnce;
    }

    /** How often within any {@link #span}, 0 for as often as wanted. */
    @Override
    public int max() {
        return max;
    }

    @Override
    public Duration span() {
        return span;
    }

    /** Whether a request that declares it holds one for as long as it lasts. */
    public boolean isHeldByRequests() {
        return this == HASHING || this == UPLOADS || this == SEARCHES || this == EXPORTS;
    }

    /** For the OpenAPI document. */
    public Map<String, Object> shown() {
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("name", name().toLowerCase(Locale.ROOT));
        shown.put("per", "user");
        if (atOnce > 0) shown.put("at_once", atOnce);
        if (max > 0) shown.putAll(Map.of("most", max, "seconds", span.toSeconds()));
        return shown;
    }
}
