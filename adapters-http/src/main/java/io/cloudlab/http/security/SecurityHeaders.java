package io.cloudlab.http.security;

import java.util.List;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.PreEncodedHttpField;

/** Sets the security headers of responses (CSP, HSTS and others). */
public final class SecurityHeaders {
    private static final String NOTHING =
            "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private static final List<HttpField> COMMON = List.of(
            new PreEncodedHttpField("X-Content-Type-Options", "nosniff"),
            new PreEncodedHttpField("X-Frame-Options", "DENY"),
            new PreEncodedHttpField("Referrer-Policy", "no-referrer"),
            new PreEncodedHttpField("Cross-Origin-Opener-Policy", "same-origin"),
            new PreEncodedHttpField("Cross-Origin-Resource-Policy", "same-origin"),
            new PreEncodedHttpField(HttpHeader.CACHE_CONTROL, "no-store"));

    private static final HttpField DATA = new PreEncodedHttpField("Content-Security-Policy", NOTHING);
    /** The policy of pages with scripts, styles and calls of our own. */
    public static final String PAGE = NOTHING + "; script-src 'self'; style-src 'self'; connect-src 'self'";

    /** A year: browsers use nothing but https for so long (RFC 6797). Other hosts of the domain are not spoken for. */
    private static final HttpField HTTPS_ONLY =
            new PreEncodedHttpField("Strict-Transport-Security", "max-age=31536000");

    private SecurityHeaders() {}

    /** @param https whether the client has come by https */
    public static void put(HttpFields.Mutable headers, boolean https) {
        for (HttpField field : COMMON) headers.put(field);
        headers.put(DATA);
        if (https) headers.put(HTTPS_ONLY);
    }
}
