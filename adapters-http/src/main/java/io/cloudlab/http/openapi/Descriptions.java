package io.cloudlab.http.openapi;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the OpenAPI document says of tags, schemas and members: the file {@code openapi/descriptions.txt}, so that the
 * records stay short and what many schemas share is written once.
 */
final class Descriptions {
    private static final String FILE = "/openapi/descriptions.txt";
    private static final String EQUALS = " = ";

    private final Map<String, String> texts;

    private Descriptions(Map<String, String> texts) {
        this.texts = texts;
    }

    static Descriptions load() {
        Map<String, String> texts = new LinkedHashMap<>();
        for (String line : Resources.text(FILE).lines().toList()) {
            if (line.isBlank() || line.startsWith("#")) continue;
            int equals = line.indexOf(EQUALS);
            if (equals < 0 || texts.put(line.substring(0, equals), line.substring(equals + EQUALS.length())) != null)
                throw new IllegalStateException(FILE + " is malformed or says twice: " + line);
        }
        return new Descriptions(texts);
    }

    /** Everything that is said, by what it is said of. */
    Map<String, String> all() {
        return Map.copyOf(texts);
    }

    @Nullable
    String ofTag(String group) {
        return texts.get("tag: " + group);
    }

    @Nullable
    String ofSchema(String schema) {
        return texts.get(schema);
    }

    /** What is said of the member of this schema, or of every member with this name. */
    @Nullable
    String ofMember(String schema, String member) {
        return texts.getOrDefault(schema + "." + member, texts.get("*." + member));
    }
}
