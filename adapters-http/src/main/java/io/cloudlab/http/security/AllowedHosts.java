package io.cloudlab.http.security;

import java.net.InetAddress;
import java.net.URI;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Checks the {@code Host} header. Without this check a foreign name that is made to point at a loopback address
 * would let any web page talk to the server as if it were its own (DNS rebinding).
 */
public final class AllowedHosts {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_]([A-Za-z0-9_.-]{0,252})");

    private final boolean checked;
    private final boolean loopback;
    private final Set<String> names = new HashSet<>();

    /** @param listening the address that is listened on; a loopback address makes every host name checked */
    public AllowedHosts(String listening, Set<String> allowed, @Nullable URI publicUrl) {
        this.loopback = isLoopback(listening);
        allowed.forEach(host -> names.add(host.toLowerCase(Locale.ROOT)));
        if (publicUrl != null) names.add(publicUrl.getHost().toLowerCase(Locale.ROOT));
        this.checked = loopback || !names.isEmpty();
    }

    /** @throws IllegalArgumentException unless it is a name or address without a port */
    public static void check(String host) {
        if (!NAME.matcher(host).matches() && CidrRange.numeric(host).isEmpty())
            throw new IllegalArgumentException("not a host name: " + host);
    }

    /** @param host the {@code Host} header without its port */
    public boolean accept(@Nullable String host) {
        if (!checked) return true;
        if (host == null) return false;
        return (loopback && isLoopback(host)) || names.contains(host.toLowerCase(Locale.ROOT));
    }

    static boolean isLoopback(String host) {
        return host.equalsIgnoreCase("localhost")
                || CidrRange.numeric(host)
                        .filter(InetAddress::isLoopbackAddress)
                        .isPresent();
    }
}
