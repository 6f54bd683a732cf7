package io.cloudlab.http.security;

import java.net.InetAddress;
import java.net.URI;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.jspecify.annotations.Nullable;

/**
 * Finds out from which address a request comes. What proxies say counts only as far as they are trusted: of
 * {@code X-Forwarded-For} the last address that no trusted proxy has.
 */
public final class ClientAddressResolver {
    private final List<CidrRange> proxies;
    private final boolean publicByHttps;

    public ClientAddressResolver(List<String> trustedProxies, @Nullable URI publicUrl) {
        this.proxies = trustedProxies.stream().map(CidrRange::parse).toList();
        this.publicByHttps = publicUrl != null && "https".equalsIgnoreCase(publicUrl.getScheme());
    }

    /** Whether clients reach the system by https: its public URL says so, or a trusted proxy does of this request. */
    public boolean cameByHttps(Request request) {
        if (publicByHttps) return true;
        String scheme = request.getHeaders().get(HttpHeader.X_FORWARDED_PROTO);
        return "https".equalsIgnoreCase(scheme) && isProxy(Request.getRemoteAddr(request));
    }

    public String addressOf(Request request) {
        String peer = Request.getRemoteAddr(request);
        if (proxies.isEmpty() || !isProxy(peer)) return peer;
        List<String> hops = request.getHeaders().getCSV(HttpHeader.X_FORWARDED_FOR, false);
        String client = peer;
        for (int i = hops.size() - 1; i >= 0; i--) {
            Optional<InetAddress> hop = CidrRange.numeric(hops.get(i));
            if (hop.isEmpty()) break; // nothing further to the left can be believed
            client = hop.get().getHostAddress();
            if (!isProxy(client)) break;
        }
        return client;
    }

    /**
     * What counts as one client where clients are counted: an IPv4 address, or the first half of an IPv6 address, since
     * a client that has one usually has all that begin with the same 64 bits.
     */
    public static String counted(String address) {
        int zone = address.indexOf('%');
        return CidrRange.numeric(zone < 0 ? address : address.substring(0, zone))
                .map(numeric -> {
                    byte[] bytes = numeric.getAddress();
                    return HexFormat.of().formatHex(bytes, 0, bytes.length == 4 ? 4 : 8);
                })
                .orElse("");
    }

    private boolean isProxy(String address) {
        return CidrRange.numeric(address)
                .filter(numeric -> proxies.stream().anyMatch(proxy -> proxy.contains(numeric)))
                .isPresent();
    }
}
