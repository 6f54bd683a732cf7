package io.cloudlab.http;

import io.cloudlab.http.security.AllowedHosts;
import io.cloudlab.http.security.CidrRange;
import io.cloudlab.http.security.CorsPolicy;
import java.net.URI;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * How the system is offered over HTTP. Immutable; start from {@link #with(byte[])} and change what differs. A change throws
 * {@link IllegalArgumentException} that names the member at fault.
 */
public final class HttpConfig {
    /** HS256 with a shorter key could be guessed (RFC 7518, 3.2). */
    static final int SHORTEST_KEY = 32;

    private final byte[] tokenKey;
    private String host = "127.0.0.1";
    private int port;
    private @Nullable URI publicUrl;
    private Set<String> allowedOrigins = Set.of();
    private Set<String> allowedHosts = Set.of();
    private List<String> trustedProxies = List.of();
    private boolean rateLimits = true;
    private long uploadLimit = 100L << 20;
    private boolean tokensInQuery = true;

    private HttpConfig(byte[] tokenKey) {
        if (tokenKey.length < SHORTEST_KEY)
            throw new IllegalArgumentException("tokenKey must have at least " + SHORTEST_KEY + " bytes");
        this.tokenKey = tokenKey.clone();
    }

    /**
     * On any free port of the loopback address, without proxies, for no foreign origin.
     *
     * @param tokenKey signs session tokens, at least {@value #SHORTEST_KEY} bytes
     */
    public static HttpConfig with(byte[] tokenKey) {
        return new HttpConfig(tokenKey);
    }

    private HttpConfig changed(Consumer<HttpConfig> change) {
        HttpConfig copy = new HttpConfig(tokenKey);
        copy.host = host;
        copy.port = port;
        copy.publicUrl = publicUrl;
        copy.allowedOrigins = allowedOrigins;
        copy.allowedHosts = allowedHosts;
        copy.trustedProxies = trustedProxies;
        copy.rateLimits = rateLimits;
        copy.uploadLimit = uploadLimit;
        copy.tokensInQuery = tokensInQuery;
        change.accept(copy);
        return copy;
    }

    /**
     * @param address to listen on; a loopback address makes the {@code Host} header checked
     * @param number 0 for any free port
     */
    public HttpConfig at(String address, int number) {
        if (number < 0 || number > 65_535) throw new IllegalArgumentException("port must lie between 0 and 65535");
        return changed(copy -> {
            copy.host = address;
            copy.port = number;
        });
    }

    /** Where users reach the system, if not at the listening address. */
    public HttpConfig withPublicUrl(@Nullable URI url) {
        if (url != null) CorsPolicy.of(url);
        return changed(copy -> copy.publicUrl = url);
    }

    /** Origins such as {@code https://console.example} whose pages may use the API. */
    public HttpConfig withAllowedOrigins(Set<String> origins) {
        origins.forEach(CorsPolicy::parse);
        return changed(copy -> copy.allowedOrigins = Set.copyOf(origins));
    }

    /** Further names that may stand in the {@code Host} header, without port. */
    public HttpConfig withAllowedHosts(Set<String> hosts) {
        hosts.forEach(AllowedHosts::check);
        return changed(copy -> copy.allowedHosts = Set.copyOf(hosts));
    }

    /** Addresses or networks ({@code 10.0.0.0/8}) whose {@code X-Forwarded-For} counts. */
    public HttpConfig withTrustedProxies(List<String> proxies) {
        proxies.forEach(CidrRange::parse);
        return changed(copy -> copy.trustedProxies = List.copyOf(proxies));
    }

    /** Whether sign-ins and the like are limited per client address; load tests switch it off. */
    public HttpConfig withRateLimits(boolean on) {
        return changed(copy -> copy.rateLimits = on);
    }

    /** The largest file that can be uploaded; 100 MiB by default. */
    public HttpConfig withUploadLimit(long bytes) {
        if (bytes < 0) throw new IllegalArgumentException("uploadLimit must not be negative");
        return changed(copy -> copy.uploadLimit = bytes);
    }

    /** Whether WebSockets take a session token in their address ({@code token=}), besides tickets; on by default. */
    public HttpConfig withTokensInQuery(boolean taken) {
        return changed(copy -> copy.tokensInQuery = taken);
    }

    public String host() {
        return host;
    }

    public int port() {
        return port;
    }

    public @Nullable URI publicUrl() {
        return publicUrl;
    }

    public Set<String> allowedOrigins() {
        return allowedOrigins;
    }

    public Set<String> allowedHosts() {
        return allowedHosts;
    }

    public List<String> trustedProxies() {
        return trustedProxies;
    }

    public boolean rateLimits() {
        return rateLimits;
    }

    public long uploadLimit() {
        return uploadLimit;
    }

    public boolean tokensInQuery() {
        return tokensInQuery;
    }

    public byte[] tokenKey() {
        return tokenKey.clone();
    }
}
