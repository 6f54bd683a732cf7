package io.cloudlab.process.yaml;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Pieces of JSON schemas (draft 2020-12), in a fixed order of members. */
public final class SchemaParts {
    /** Plain text, as YAML may take it. */
    public static final Map<String, Object> SCALAR = object("type", List.of("string", "number", "boolean", "null"));

    public static final Map<String, Object> NULL = object("type", "null");

    /** What counts as true or false in a lab's files. */
    public static final Map<String, Object> FLAG = anyOf(
            object("type", List.of("boolean", "null")), anyCase(List.of("true", "yes", "on", "false", "no", "off")));

    /** What counts as true. */
    public static final Map<String, Object> TRUE = anyOf(object("const", true), anyCase(List.of("true", "yes", "on")));

    /** A choice of at least one option. */
    public static final Map<String, Object> SOME_OPTIONS = object(
            "required",
            List.of("options"),
            "properties",
            object(
                    "options",
                    anyOf(object("type", "array", "minItems", 1), object("type", "object", "minProperties", 1))));

    private SchemaParts() {}

    /** @param namesAndValues in turn */
    public static Map<String, Object> object(Object... namesAndValues) {
        Map<String, Object> object = new LinkedHashMap<>();
        for (int each = 0; each < namesAndValues.length; each += 2)
            object.put(String.valueOf(namesAndValues[each]), namesAndValues[each + 1]);
        return object;
    }

    /** @param schemas of which one at least must hold */
    public static Map<String, Object> anyOf(Object... schemas) {
        return object("anyOf", List.of(schemas));
    }

    /** One of these members must be there and not be null. */
    public static Map<String, Object> oneOf(String... members) {
        List<Map<String, Object>> each = new ArrayList<>();
        for (String member : members)
            each.add(object("required", List.of(member), "properties", object(member, object("not", NULL))));
        return object("anyOf", each);
    }

    public static Map<String, Object> text(String pattern) {
        return object("type", "string", "pattern", "^(?:" + pattern + ")$");
    }

    /** If a member has such a value, the whole must be so. */
    public static Map<String, Object> rule(String member, Map<String, Object> value, Map<String, Object> then) {
        return object("if", object("required", List.of(member), "properties", object(member, value)), "then", then);
    }

    public static Map<String, Object> property(String name, Map<String, Object> schema) {
        return object("properties", object(name, schema));
    }

    public static Map<String, Object> allOf(List<Map<String, Object>> rules) {
        return object("allOf", rules);
    }

    /** One of the words: as they are, for editors to offer, or in other letters. */
    public static Map<String, Object> words(List<String> words) {
        return anyOf(object("enum", words), anyCase(words));
    }

    private static Map<String, Object> anyCase(List<String> words) {
        List<String> patterns = new ArrayList<>();
        for (String word : words)
            patterns.add(word.chars()
                    .mapToObj(letter -> Character.isLetter(letter)
                            ? "[" + Character.toString(letter).toUpperCase(Locale.ROOT) + Character.toString(letter)
                                    + "]"
                            : Character.toString(letter))
                    .collect(Collectors.joining()));
        return text(String.join("|", patterns));
    }
}
