package io.cloudlab.http.routing;

import io.cloudlab.http.error.ProblemException;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The query of an address, read strictly: what is not percent-encoded UTF-8, or given twice, is refused rather than
 * guessed at. It may hold a token: never log it.
 */
public final class Query {
    private final Map<String, String> values = new LinkedHashMap<>();
    private final Map<String, List<String>> repeated = new HashMap<>();

    private Query() {}

    /** @throws ProblemException with 422 */
    public static Query parse(@Nullable String raw) {
        return parse(raw, Set.of());
    }

    /** @param repeatable the names that may be given more than once */
    static Query parse(@Nullable String raw, Set<String> repeatable) {
        Query query = new Query();
        if (raw == null || raw.isEmpty()) return query;
        for (String pair : raw.split("&")) {
            if (pair.isEmpty()) continue;
            int equals = pair.indexOf('=');
            String name = decode(equals < 0 ? pair : pair.substring(0, equals));
            String value = equals < 0 ? "" : decode(pair.substring(equals + 1));
            if (repeatable.contains(name))
                query.repeated.computeIfAbsent(name, each -> new ArrayList<>()).add(value);
            else if (query.values.putIfAbsent(name, value) != null)
                throw ProblemException.at(List.of("query", name), "must be given once", "value_error");
        }
        return query;
    }

    /** Every name that is given, once. */
    Set<String> names() {
        Set<String> names = new LinkedHashSet<>(values.keySet());
        names.addAll(repeated.keySet());
        return names;
    }

    @Nullable
    public String value(String name) {
        return values.get(name);
    }

    /** The values of a name that may be given more than once. */
    List<String> values(String name) {
        return repeated.getOrDefault(name, List.of());
    }

    /** The values whose names begin like this, by the rest of the name. */
    Map<String, String> beginningWith(String prefix) {
        Map<String, String> found = new LinkedHashMap<>();
        values.forEach((name, value) -> {
            if (name.startsWith(prefix)) found.put(name.substring(prefix.length()), value);
        });
        return found;
    }

    private static String decode(String text) {
        if (text.indexOf('%') < 0 && text.indexOf('+') < 0) return text;
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '%') {
                int high = i + 2 < text.length() ? Character.digit(text.charAt(i + 1), 16) : -1;
                int low = i + 2 < text.length() ? Character.digit(text.charAt(i + 2), 16) : -1;
                if (high < 0 || low < 0) throw malformed();
                bytes.write(high * 16 + low);
                i += 2;
            } else if (c < 0x80) {
                bytes.write(c == '+' ? ' ' : c);
            } else {
                bytes.writeBytes(String.valueOf(c).getBytes(StandardCharsets.UTF_8));
            }
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes.toByteArray()))
                    .toString();
        } catch (CharacterCodingException e) {
            throw malformed();
        }
    }

    private static ProblemException malformed() {
        return ProblemException.at(List.of("query"), "is not percent-encoded UTF-8", "value_error");
    }
}
