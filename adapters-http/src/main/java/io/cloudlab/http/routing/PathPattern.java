package io.cloudlab.http.routing;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The path of a route, such as {@code /api/services/{name}}. Compared with the path of a request as it was sent, segment by
 * segment: nothing is decoded or normalised before, so an encoded slash never separates segments.
 */
final class PathPattern {
    private final String[] segments;

    PathPattern(String path) {
        this.segments = path.substring(1).split("/", -1);
    }

    boolean matches(String path) {
        int at = 0;
        for (String segment : segments) {
            if (at >= path.length() || path.charAt(at) != '/') return false;
            int end = end(path, at);
            boolean fits = isParameter(segment)
                    ? isName(path.substring(at + 1, end))
                    : end - at - 1 == segment.length() && path.startsWith(segment, at + 1);
            if (!fits) return false;
            at = end;
        }
        return at == path.length();
    }

    /** @return the decoded value of a parameter in a path that matches; null if the pattern has no such parameter */
    static @Nullable String value(String pattern, String path, String name) {
        int at = 0;
        for (int begin = 0; begin < pattern.length(); begin = end(pattern, begin)) {
            int end = end(path, at);
            if (pattern.startsWith("{" + name + "}", begin + 1)) return decoded(path.substring(at + 1, end));
            at = end;
        }
        return null;
    }

    private static int end(String path, int at) {
        int end = path.indexOf('/', at + 1);
        return end < 0 ? path.length() : end;
    }

    private static boolean isParameter(String segment) {
        return segment.startsWith("{");
    }

    /** A dot, two dots, or a segment with path parameters might be read differently by a proxy. */
    private static boolean isName(String segment) {
        return !segment.isEmpty() && !segment.equals(".") && !segment.equals("..") && segment.indexOf(';') < 0;
    }

    /** The server refuses paths that are not percent-encoded UTF-8 before they are looked at here. */
    private static String decoded(String segment) {
        if (segment.indexOf('%') < 0) return segment;
        return URLDecoder.decode(segment.replace("+", "%2B"), StandardCharsets.UTF_8);
    }
}
