package io.cloudlab.process.types;

import static io.cloudlab.process.yaml.SchemaParts.anyOf;
import static io.cloudlab.process.yaml.SchemaParts.object;
import static io.cloudlab.process.yaml.SchemaParts.property;
import static io.cloudlab.process.yaml.SchemaParts.rule;
import static io.cloudlab.process.yaml.SchemaParts.text;
import static io.cloudlab.process.yaml.SchemaParts.words;

import io.cloudlab.core.inventory.type.Action;
import io.cloudlab.core.inventory.type.ActionType;
import io.cloudlab.core.inventory.type.FieldType;
import io.cloudlab.process.yaml.SchemaParts;
import io.cloudlab.process.yaml.YamlWords;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What the JSON schema says of fields and actions besides their keys. */
final class TypeSchema {
    private static final Map<String, Object> NO_OPTIONS = property(
            "options",
            anyOf(
                    SchemaParts.NULL,
                    object("type", "array", "maxItems", 0),
                    object("type", "object", "maxProperties", 0)));

    private TypeSchema() {}

    static Map<String, Object> fieldRules(YamlWords<FieldType> types) {
        List<Map<String, Object>> rules = new ArrayList<>();
        for (FieldType type : FieldType.values()) {
            Map<String, Object> word = words(types.all(type));
            if (type == FieldType.ENUM) rules.add(rule("type", word, SchemaParts.SOME_OPTIONS));
            else if (!type.hasOptions()) rules.add(rule("type", word, NO_OPTIONS));
            if (type == FieldType.SECRET || type == FieldType.JSON || type == FieldType.BOOLEAN)
                rules.add(rule("type", word, property("unique", object("not", SchemaParts.TRUE))));
            if (type != FieldType.JSON) rules.add(rule("type", word, property("default", standard(type))));
        }
        rules.add(rule("unique", SchemaParts.TRUE, property("default", SchemaParts.NULL)));
        return SchemaParts.allOf(rules);
    }

    private static Map<String, Object> standard(FieldType type) {
        return switch (type) {
            case SECRET -> SchemaParts.NULL;
            case BOOLEAN -> anyOf(SchemaParts.FLAG, object("const", ""));
            case INTEGER -> anyOf(object("type", List.of("integer", "null")), text("\\s*[+-]?\\d{1,19}\\s*|"));
            case STRING, TEXT, ENUM, DATETIME, JSON -> SchemaParts.SCALAR;
        };
    }

    static Map<String, Object> actionRules(
            YamlWords<ActionType> types, YamlWords<Action.Scope> scopes, String builtin) {
        Map<String, Object> playbook = typeIs(words(types.all(ActionType.PLAYBOOK)));
        return SchemaParts.allOf(List.of(
                object("if", playbook, "then", SchemaParts.oneOf("playbook")),
                rule("scope", words(scopes.all(Action.Scope.TYPE)), playbook),
                rule("type", words(List.of(builtin)), property("name", object("const", "ssh")))));
    }

    /** {@code {type: builtin, name: ssh}}. */
    static Map<String, Object> builtinRules(String builtin) {
        Map<String, Object> ssh =
                object("required", List.of("name"), "properties", object("name", object("const", "ssh")));
        return SchemaParts.allOf(List.of(rule("type", words(List.of(builtin)), ssh)));
    }

    private static Map<String, Object> typeIs(Map<String, Object> word) {
        Map<String, Object> inside =
                object("type", "object", "required", List.of("type"), "properties", object("type", word));
        return object("required", List.of("type"), "properties", object("type", anyOf(word, inside)));
    }
}
