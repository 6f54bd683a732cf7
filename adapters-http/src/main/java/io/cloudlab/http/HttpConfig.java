package io.cloudlab.http;

import io.cloudlab.http.security.AllowedHosts;
import io.cloudlab.http.security.CidrRange;
import io.cloudlab.http.security.CorsPolicy;
import java.net.URI;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How the system is offered over HTTP. Immutable; start from {@link #with(byte[])} and change what differs.
 *
 * @param host the address to listen on; a loopback address makes the {@code Host} header checked
 * @param port 0 for any free port
 * @param publicUrl where people reach the system, if not at the listening address
 * @param allowedOrigins origins such as {@code https://console.example} whose pages may use the API
 * @param allowedHosts further names that may stand in the {@code Host} header, without port
 * @param trustedProxies addresses or networks ({@code 10.0.0.0/8}) whose {@code X-Forwarded-For} counts
 * @param rateLimits whether logins, invitations and password resets are limited per client address; on by default
 * @param uploadLimit the largest file that can be uploaded, in bytes; 100 MiB by default
 * @param tokensInQuery whether WebSockets take a session token in their address ({@code token=}), besides tickets; on by
 *     default
 * @param tokenKey signs session tokens, at least {@value #SHORTEST_KEY} bytes
 */
public record HttpConfig(
        String host,
        int port,
        @Nullable URI publicUrl,
        Set<String> allowedOrigins,
        Set<String> allowedHosts,
        List<String> trustedProxies,
        boolean rateLimits,
        long uploadLimit,
        boolean tokensInQuery,
        byte[] tokenKey) {
    /** HS256 with a shorter key could be guessed (RFC 7518, 3.2). */
    static final int SHORTEST_KEY = 32;

    private static final long UPLOAD_LIMIT = 100L << 20;

    /** @throws IllegalArgumentException naming the member at fault */
    public HttpConfig {
        if (port < 0 || port > 65_535) throw new IllegalArgumentException("port must lie between 0 and 65535");
        if (tokenKey.length < SHORTEST_KEY)
            throw new IllegalArgumentException("tokenKey must have at least " + SHORTEST_KEY + " bytes");
        if (uploadLimit < 0) throw new IllegalArgumentException("uploadLimit must not be negative");
        if (publicUrl != null) CorsPolicy.of(publicUrl);
        allowedOrigins.forEach(CorsPolicy::parse);
        allowedHosts.forEach(AllowedHosts::check);
        trustedProxies.forEach(CidrRange::parse);
        allowedOrigins = Set.copyOf(allowedOrigins);
        allowedHosts = Set.copyOf(allowedHosts);
        trustedProxies = List.copyOf(trustedProxies);
        tokenKey = tokenKey.clone();
    }

    /** On any free port of the loopback address, without proxies, for no foreign origin. */
    public static HttpConfig with(byte[] tokenKey) {
        return new HttpConfig("127.0.0.1", 0, null, Set.of(), Set.of(), List.of(), true, UPLOAD_LIMIT, true, tokenKey);
    }

    public HttpConfig at(String otherHost, int otherPort) {
        return new HttpConfig(
                otherHost,
                otherPort,
                publicUrl,
                allowedOrigins,
                allowedHosts,
                trustedProxies,
                rateLimits,
                uploadLimit,
                tokensInQuery,
                tokenKey);
    }

    public HttpConfig withPublicUrl(@Nullable URI url) {
        return new HttpConfig(
                host,
                port,
                url,
                allowedOrigins,
                allowedHosts,
                trustedProxies,
                rateLimits,
                uploadLimit,
                tokensInQuery,
                tokenKey);
    }

    public HttpConfig withAllowedOrigins(Set<String> origins) {
        return new HttpConfig(
                host,
                port,
                publicUrl,
                origins,
                allowedHosts,
                trustedProxies,
                rateLimits,
                uploadLimit,
                tokensInQuery,
                tokenKey);
    }

    public HttpConfig withAllowedHosts(Set<String> hosts) {
        return new HttpConfig(
                host,
                port,
                publicUrl,
                allowedOrigins,
                hosts,
                trustedProxies,
                rateLimits,
                uploadLimit,
                tokensInQuery,
                tokenKey);
    }

    public HttpConfig withTrustedProxies(List<String> proxies) {
        return new HttpConfig(
                host,
                port,
                publicUrl,
                allowedOrigins,
                allowedHosts,
                proxies,
                rateLimits,
                uploadLimit,
                tokensInQuery,
                tokenKey);
    }

    /** Load tests and tests that sign in all the time switch the limits off. */
    public HttpConfig withRateLimits(boolean on) {
        return new HttpConfig(
                host,
                port,
                publicUrl,
                allowedOrigins,
                allowedHosts,
                trustedProxies,
                on,
                uploadLimit,
                tokensInQuery,
                tokenKey);
    }

    public HttpConfig withUploadLimit(long bytes) {
        return new HttpConfig(
                host,
                port,
                publicUrl,
                allowedOrigins,
                allowedHosts,
                trustedProxies,
                rateLimits,
                bytes,
                tokensInQuery,
                tokenKey);
    }

    public HttpConfig withTokensInQuery(boolean taken) {
        return new HttpConfig(
                host,
                port,
                publicUrl,
                allowedOrigins,
                allowedHosts,
                trustedProxies,
                rateLimits,
                uploadLimit,
                taken,
                tokenKey);
    }

    @Override
    public byte[] tokenKey() {
        return tokenKey.clone();
    }

    /** Leaves the key out. */
    @Override
    public String toString() {
        return "HttpConfig[" + host + ":" + port + "]";
    }
}
