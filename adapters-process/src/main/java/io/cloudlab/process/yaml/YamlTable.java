package io.cloudlab.process.yaml;

import java.util.List;
import java.util.Map;

/**
 * The keys of one kind of mapping. Readers, warnings, JSON schemas and the documentation all go by these tables, so that
 * they cannot differ.
 *
 * @param what the kind, with its article, such as {@code a script}
 * @param text what it is for
 * @param schema what its JSON schema says besides its keys
 */
public record YamlTable(String what, String text, List<YamlKey> keys, Map<String, Object> schema) {
    public YamlTable {
        keys = List.copyOf(keys);
    }

    public static YamlTable of(String what, String text, YamlKey... keys) {
        return new YamlTable(what, text, List.of(keys), Map.of());
    }

    public YamlTable withSchema(Map<String, Object> more) {
        return new YamlTable(what, text, keys, more);
    }

    List<String> names() {
        return keys.stream().map(YamlKey::name).toList();
    }

    /** @throws IllegalArgumentException if a reader asks for a key that the table does not have */
    YamlKey key(String name) {
        return keys.stream()
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(what + " has no key " + name));
    }
}
