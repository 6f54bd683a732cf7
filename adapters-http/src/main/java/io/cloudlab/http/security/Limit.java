package io.cloudlab.http.security;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** How often one client address may do what lets people guess, or sends mail. */
public enum Limit implements Rate {
    LOGIN(5),
    /** Guesses of the setup code. */
    SETUP(5),
    INVITE(5),
    RESET(5),
    FORGOTTEN(3),
    /** Mails to one e-mail address, from all clients. */
    MAIL(5, Duration.ofHours(1));

    private final int max;
    private final Duration span;

    Limit(int perMinute) {
        this(perMinute, Duration.ofMinutes(1));
    }

    Limit(int max, Duration span) {
        this.max = max;
        this.span = span;
    }

    @Override
    public int max() {
        return max;
    }

    @Override
    public Duration span() {
        return span;
    }

    /** For the OpenAPI document. */
    public Map<String, Object> shown() {
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("name", name().toLowerCase(Locale.ROOT));
        shown.put("per", this == MAIL ? "e-mail address" : "client address");
        shown.put("most", max);
        shown.put("seconds", span.toSeconds());
        return shown;
    }
}
