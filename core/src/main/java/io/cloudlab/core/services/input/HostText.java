package io.cloudlab.core.services.input;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Set;
import java.util.regex.Pattern;

/** Names and addresses of hosts, and URLs, as people write them. Nothing is looked up. */
final class HostText {
    private static final int MAX_NAME = 253;
    private static final int MAX_URL = 2_000;
    private static final String LABEL = "[A-Za-z0-9_]([A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?";
    private static final Pattern NAME = Pattern.compile(LABEL + "(\\." + LABEL + ")*");
    private static final Pattern NUMBERS = Pattern.compile("[0-9.]+");
    private static final String OCTET = "(25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])";
    private static final Pattern IPV4 = Pattern.compile(OCTET + "(\\." + OCTET + "){3}");
    private static final Pattern GROUPS = Pattern.compile("[0-9a-fA-F]{1,4}(:[0-9a-fA-F]{1,4})*");
    private static final int IPV6_GROUPS = 8;
    private static final Set<String> SCHEMES = Set.of("http", "https");

    private HostText() {}

    /** A host name of RFC 1123, also with underscores, or an IP address without a zone. */
    static boolean isHost(String text) {
        if (text.indexOf(':') >= 0) return isIpv6(text);
        if (NUMBERS.matcher(text).matches()) return IPV4.matcher(text).matches();
        return text.length() <= MAX_NAME && NAME.matcher(text).matches();
    }

    /** RFC 4291, 2.2: eight groups, of which one run of zeros may be left out; the last two may be an IPv4 address. */
    private static boolean isIpv6(String text) {
        String groups = text;
        int last = text.lastIndexOf(':') + 1;
        if (text.indexOf('.') >= 0) {
            if (!IPV4.matcher(text.substring(last)).matches()) return false;
            groups = text.substring(0, last) + "0:0";
        }
        int gap = groups.indexOf("::");
        if (gap < 0) return count(groups) == IPV6_GROUPS;
        int before = count(groups.substring(0, gap));
        int after = count(groups.substring(gap + 2));
        return before >= 0 && after >= 0 && before + after < IPV6_GROUPS;
    }

    /** -1 if they are none. */
    private static int count(String groups) {
        if (groups.isEmpty()) return 0;
        return GROUPS.matcher(groups).matches() ? groups.split(":").length : -1;
    }

    /** An absolute URL (RFC 3986) of http or https at a host. */
    static boolean isUrl(String text) {
        if (text.length() > MAX_URL) return false;
        try {
            URI uri = new URI(text);
            return uri.getHost() != null
                    && SCHEMES.contains(String.valueOf(uri.getScheme()).toLowerCase(java.util.Locale.ROOT));
        } catch (URISyntaxException e) {
            return false;
        }
    }
}
