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
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** What the JSON schema says of an input besides its keys: how type, options and default hang together. */
final class InputSchema {
    private static final String NUMBER =
            "\\s*[+-]?(?:\\d{1,100}(?:\\.\\d{0,100})?|\\.\\d{1,100})(?:[eE][+-]?\\d{1,3})?\\s*|";
    private static final String INTEGER = "\\s*[+-]?[0-9]+\\s*|";

    private static final String FROM = "options_from";

    /** Objects are offered by their numbers. */
    private static final Map<String, Object> OBJECT = object(
            "required",
            List.of(FROM),
            "properties",
            object(
                    FROM,
                    object(
                            "required",
                            List.of("type"),
                            "properties",
                            object("value", object("enum", Arrays.asList("id", null))))));

    private InputSchema() {}

    static Map<String, Object> rules(YamlWords<ScriptsTable.Kind> types) {
        return SchemaParts.allOf(List.of(
                rule("type", of(types, InputType.SELECT), anyOf(SchemaParts.SOME_OPTIONS, SchemaParts.oneOf(FROM))),
                rule("type", of(types, InputType.OBJECT), OBJECT),
                rule(FROM, object("type", "object"), object("not", SchemaParts.SOME_OPTIONS)),
                rule(
                        "type",
                        anyOf(of(types, InputType.SECRET), of(types, InputType.BOOLEAN)),
                        object("not", SchemaParts.oneOf(FROM))),
                standard(types, InputType.SECRET, SchemaParts.NULL),
                standard(types, InputType.BOOLEAN, anyOf(SchemaParts.FLAG, object("const", ""))),
                standard(types, InputType.NUMBER, anyOf(object("type", List.of("number", "null")), text(NUMBER))),
                standard(types, InputType.INTEGER, anyOf(object("type", List.of("integer", "null")), text(INTEGER))),
                standard(
                        types,
                        InputType.LIST,
                        anyOf(SchemaParts.SCALAR, object("type", "array", "items", SchemaParts.SCALAR))),
                standard(types, InputType.STRING, SchemaParts.SCALAR),
                standard(types, InputType.TEXT, SchemaParts.SCALAR),
                object(
                        "if",
                        object("not", object("required", List.of("type"))),
                        "then",
                        property("default", SchemaParts.SCALAR))));
    }

    private static Map<String, Object> standard(
            YamlWords<ScriptsTable.Kind> types, InputType type, Map<String, Object> value) {
        return rule("type", of(types, type), property("default", value));
    }

    private static Map<String, Object> of(YamlWords<ScriptsTable.Kind> types, InputType type) {
        return words(types.all(new ScriptsTable.Kind(type)));
    }
}
