package io.cloudlab.process.catalogue;

import static io.cloudlab.process.yaml.SchemaParts.anyOf;
import static io.cloudlab.process.yaml.SchemaParts.object;
import static io.cloudlab.process.yaml.SchemaParts.property;
import static io.cloudlab.process.yaml.SchemaParts.rule;
import static io.cloudlab.process.yaml.SchemaParts.text;
import static io.cloudlab.process.yaml.SchemaParts.words;

import io.cloudlab.core.services.input.InputType;
import io.cloudlab.process.yaml.SchemaParts;
import io.cloudlab.process.yaml.YamlWords;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the JSON schema says of an input besides its keys: how type, options and default hang together. */
final class InputSchema {
    private static final String NUMBER =
            "\\s*[+-]?(?:\\d{1,100}(?:\\.\\d{0,100})?|\\.\\d{1,100})(?:[eE][+-]?\\d{1,3})?\\s*|";
    private static final String INTEGER = "\\s*[+-]?[0-9]+\\s*|";

    private InputSchema() {}

    static Map<String, Object> rules(YamlWords<ScriptsTable.Kind> types) {
        return SchemaParts.allOf(List.of(
                rule("type", of(types, InputType.SELECT, null), SchemaParts.SOME_OPTIONS),
                standard(types, InputType.SECRET, null, SchemaParts.NULL),
                standard(types, InputType.BOOLEAN, null, anyOf(SchemaParts.FLAG, object("const", ""))),
                standard(types, InputType.NUMBER, null, anyOf(object("type", List.of("number", "null")), text(NUMBER))),
                integer(types),
                standard(
                        types,
                        InputType.LIST,
                        null,
                        anyOf(SchemaParts.SCALAR, object("type", "array", "items", SchemaParts.SCALAR))),
                standard(types, InputType.STRING, null, SchemaParts.SCALAR),
                standard(types, InputType.TEXT, null, SchemaParts.SCALAR),
                object(
                        "if",
                        object("not", object("required", List.of("type"))),
                        "then",
                        property("default", SchemaParts.SCALAR))));
    }

    /** Its own pattern may say otherwise. */
    private static Map<String, Object> integer(YamlWords<ScriptsTable.Kind> types) {
        Map<String, Object> number = anyOf(object("type", List.of("integer", "null")), text(INTEGER));
        Map<String, Object> then =
                object("anyOf", List.of(property("default", number), object("required", List.of("pattern"))));
        return rule("type", of(types, InputType.NUMBER, ScriptsTable.INTEGER), then);
    }

    private static Map<String, Object> standard(
            YamlWords<ScriptsTable.Kind> types, InputType type, @Nullable String pattern, Map<String, Object> value) {
        return rule("type", of(types, type, pattern), property("default", value));
    }

    private static Map<String, Object> of(
            YamlWords<ScriptsTable.Kind> types, InputType type, @Nullable String pattern) {
        return words(types.all(new ScriptsTable.Kind(type, pattern)));
    }
}
