package io.cloudlab.http.security;

import io.cloudlab.http.error.ProblemException;
import java.net.URI;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.jspecify.annotations.Nullable;

/** Which pages may call: those of the system itself and of the configured origins (RFC 6454). */
public final class CorsPolicy {
    private final Set<String> listed;
    private final @Nullable String own;

    public CorsPolicy(Set<String> allowed, @Nullable URI publicUrl) {
        Set<String> normal = new HashSet<>();
        allowed.forEach(origin -> normal.add(parse(origin)));
        this.listed = Set.copyOf(normal);
        this.own = publicUrl == null ? null : of(publicUrl);
    }

    /**
     * Lets pages of listed origins read the answer (the CORS protocol of the Fetch standard).
     *
     * @param methods the path's methods as in the {@code Allow} header, or null if there is nothing at the path
     * @return whether the request was only the question what such a page may do, and is answered now
     */
    public boolean answer(Request request, Response response, @Nullable String methods) {
        if (listed.isEmpty()) return false;
        HttpFields.Mutable headers = response.getHeaders();
        headers.put(HttpHeader.VARY, "Origin");
        String origin = request.getHeaders().get(HttpHeader.ORIGIN);
        if (origin == null || !isListed(origin)) return false;
        headers.put("Access-Control-Allow-Origin", origin);
        headers.put("Access-Control-Expose-Headers", "Content-Disposition, Retry-After");
        boolean question =
                request.getMethod().equals("OPTIONS") && request.getHeaders().contains("Access-Control-Request-Method");
        if (!question || methods == null) return false;
        headers.put("Access-Control-Allow-Methods", methods);
        headers.put("Access-Control-Allow-Headers", "Authorization, Content-Type");
        headers.put("Access-Control-Max-Age", "600");
        return true;
    }

    /** @throws ProblemException with 403 if the request comes from a page that may not act here */
    public void require(Request request) {
        String origin = request.getHeaders().get(HttpHeader.ORIGIN);
        if (origin != null && !mayAct(origin, request.getHeaders().get(HttpHeader.HOST)))
            throw new ProblemException(403, "foreign-origin", "Pages of that origin may not use this server.");
    }

    private boolean isListed(String origin) {
        return listed.contains(origin.toLowerCase(Locale.ROOT));
    }

    private boolean mayAct(String origin, @Nullable String host) {
        if (isListed(origin) || origin.equalsIgnoreCase(own)) return true;
        // Behind a proxy that ends TLS only the name can be compared, not the scheme.
        return host != null
                && (origin.equalsIgnoreCase("http://" + host) || origin.equalsIgnoreCase("https://" + host));
    }

    /** @throws IllegalArgumentException unless it is an absolute http or https address */
    public static String of(URI url) {
        return parse(url.getScheme() + "://" + url.getRawAuthority());
    }

    /** @throws IllegalArgumentException unless it is {@code http(s)://host[:port]} */
    public static String parse(String origin) {
        URI url;
        try {
            url = URI.create(origin);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("not an origin: " + origin);
        }
        boolean web = "http".equalsIgnoreCase(url.getScheme()) || "https".equalsIgnoreCase(url.getScheme());
        if (!web
                || url.getPort() > 65_535
                || url.getHost() == null
                || !url.getRawPath().isEmpty()
                || url.getRawQuery() != null)
            throw new IllegalArgumentException("not an origin such as https://console.example: " + origin);
        int port = url.getPort();
        boolean usual = port < 0 || port == (url.getScheme().equalsIgnoreCase("https") ? 443 : 80);
        return (url.getScheme() + "://" + url.getHost() + (usual ? "" : ":" + port)).toLowerCase(Locale.ROOT);
    }
}
