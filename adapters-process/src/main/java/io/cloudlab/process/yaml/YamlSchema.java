package io.cloudlab.process.yaml;

import static io.cloudlab.process.yaml.SchemaParts.anyOf;
import static io.cloudlab.process.yaml.SchemaParts.object;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Makes JSON schemas from the tables by which files are read. */
public final class YamlSchema {
    private static final String FIELD_OR_NONE = "(?:(?!\\{[{%#])[\\s\\S]|\\{\\{\\s*[A-Za-z][A-Za-z0-9_-]*\\s*\\}\\})*";
    private static final String VARIABLE = "(?!ansible_)[a-z][a-z0-9_]{0,63}";

    private YamlSchema() {}

    /** @param mayBeEmpty whether a file that holds nothing is in order too */
    public static Map<String, Object> of(YamlTable root, String title, boolean mayBeEmpty) {
        Map<String, Object> schema = object("$schema", "https://json-schema.org/draft/2020-12/schema", "title", title);
        schema.putAll(of(root));
        if (mayBeEmpty) schema.put("type", List.of("object", "null"));
        return schema;
    }

    private static Map<String, Object> of(YamlTable table) {
        Map<String, Object> properties = new LinkedHashMap<>();
        List<String> required = new ArrayList<>();
        for (YamlKey key : table.keys()) {
            Map<String, Object> property = object("description", key.text());
            property.putAll(of(key));
            properties.put(key.name(), property);
            if (key.required()) required.add(key.name());
        }
        Map<String, Object> schema = object("description", table.text(), "type", "object", "properties", properties);
        schema.put("patternProperties", object("^x-", Map.of()));
        schema.put("additionalProperties", false);
        if (!required.isEmpty()) schema.put("required", required);
        schema.putAll(table.schema());
        return schema;
    }

    private static Map<String, Object> of(YamlKey key) {
        if (key.shape() instanceof YamlShape.OrInput either)
            return anyOf(of(key, either.otherwise()), SchemaParts.text(YamlShape.OrInput.PLACE));
        return of(key, key.shape());
    }

    private static Map<String, Object> of(YamlKey key, YamlShape shape) {
        if (shape instanceof YamlShape.Text text) return text(text.pattern(), key.required());
        if (shape instanceof YamlShape.Quoted) return object("type", "string");
        if (shape instanceof YamlShape.Flag) return SchemaParts.FLAG;
        if (shape instanceof YamlShape.Word word)
            return optional(key, SchemaParts.words(word.words().all()));
        if (shape instanceof YamlShape.WordOrMapping either)
            return optional(key, anyOf(SchemaParts.words(either.words().all()), of(either.table())));
        if (shape instanceof YamlShape.Options) return options();
        if (shape instanceof YamlShape.Choices)
            return object("type", List.of("array", "null"), "uniqueItems", true, "items", SchemaParts.SCALAR);
        if (shape instanceof YamlShape.Names names)
            return object("type", List.of("array", "null"), "items", SchemaParts.text(names.pattern()));
        if (shape instanceof YamlShape.Joined)
            return anyOf(SchemaParts.SCALAR, object("type", "array", "items", SchemaParts.SCALAR));
        if (shape instanceof YamlShape.Number number)
            return anyOf(
                    object("type", "integer", "minimum", number.min(), "maximum", number.max()),
                    SchemaParts.text(number.text()),
                    SchemaParts.NULL);
        if (shape instanceof YamlShape.Texts)
            return object("type", List.of("array", "null"), "items", SchemaParts.SCALAR);
        if (shape instanceof YamlShape.Variables)
            return object(
                    "type",
                    List.of("object", "null"),
                    "propertyNames",
                    object("pattern", "^(?:" + VARIABLE + ")$"),
                    "additionalProperties",
                    object(
                            "type",
                            List.of("string", "number", "boolean", "null"),
                            "pattern",
                            "^(?:" + FIELD_OR_NONE + ")$"));
        if (shape instanceof YamlShape.Named named)
            return object(
                    "type",
                    List.of("object", "null"),
                    "propertyNames",
                    object("pattern", "^(?:" + named.pattern() + ")$"),
                    "additionalProperties",
                    SchemaParts.SCALAR);
        if (shape instanceof YamlShape.Mapping mapping) return optional(key, of(mapping.table()));
        if (shape instanceof YamlShape.Conditions conditions)
            return object(
                    "type",
                    List.of("object", "null"),
                    "propertyNames",
                    object("pattern", "^(?:" + conditions.pattern() + ")$"),
                    "additionalProperties",
                    anyOf(SchemaParts.SCALAR, object("type", "array", "minItems", 1, "items", SchemaParts.SCALAR)));
        if (shape instanceof YamlShape.ListOf list) {
            Map<String, Object> array =
                    object("type", key.required() ? "array" : List.of("array", "null"), "items", of(list.table()));
            if (list.min() > 0) array.put("minItems", list.min());
            return array;
        }
        return Map.of();
    }

    private static Map<String, Object> optional(YamlKey key, Map<String, Object> schema) {
        return key.required() ? schema : anyOf(schema, SchemaParts.NULL);
    }

    /** A number or truth value counts where the text it is written as would. */
    private static Map<String, Object> text(String pattern, boolean required) {
        List<String> types = new ArrayList<>(List.of("string"));
        if (pattern.isEmpty() || "0".matches(pattern)) types.add("number");
        if (pattern.isEmpty() || "true".matches(pattern)) types.add("boolean");
        if (!required) types.add("null");
        Map<String, Object> schema = object("type", types);
        if (!pattern.isEmpty()) schema.put("pattern", "^(?:" + pattern + ")$");
        return schema;
    }

    private static Map<String, Object> options() {
        return anyOf(
                object(
                        "type",
                        "array",
                        "uniqueItems",
                        true,
                        "items",
                        anyOf(SchemaParts.SCALAR, of(YamlOptions.pair()))),
                object("type", "object", "additionalProperties", SchemaParts.SCALAR),
                SchemaParts.NULL);
    }
}
