package io.cloudlab.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Iterator;
import java.util.TreeSet;

/** Compares an example of the OpenAPI document with its schema, and with what a server really answers. */
public final class ExampleShape {
    private final JsonNode document;

    public ExampleShape(JsonNode document) {
        this.document = document;
    }

    /** The example is what its schema describes: every member that is required, none that is unknown, of the right type. */
    public void requireValid(JsonNode schema, JsonNode example, String where) {
        JsonNode resolved = resolved(schema, example);
        requireType(resolved, example, where);
        if (example.isObject() && resolved.has("properties")) {
            assertThat(names(resolved.path("properties"))).as(where).containsAll(names(example));
            TreeSet<String> required = new TreeSet<>();
            resolved.path("required").forEach(name -> required.add(name.asText()));
            assertThat(names(example)).as(where).containsAll(required);
        }
        for (Iterator<String> each = example.fieldNames(); each.hasNext(); ) {
            String name = each.next();
            requireValid(member(resolved, name), example.path(name), where + "." + name);
        }
        for (JsonNode element : example)
            if (example.isArray()) requireValid(resolved.path("items"), element, where + "[]");
    }

    /** The answer has the members the example shows, and no others; where names are free, at least those. */
    public void requireAlike(JsonNode schema, JsonNode example, JsonNode answer, String where) {
        JsonNode resolved = resolved(schema, example);
        requireType(resolved, answer, where);
        if (example.isNull() || answer.isNull()) {
            assertThat(answer.isNull()).as(where + " is null as in the example").isEqualTo(example.isNull());
            return;
        }
        if (example.isObject()) {
            if (resolved.has("properties")) assertThat(names(answer)).as(where).isEqualTo(names(example));
            else assertThat(names(answer)).as(where).containsAll(names(example));
            for (String name : names(example))
                requireAlike(member(resolved, name), example.path(name), answer.path(name), where + "." + name);
        }
        if (example.isArray()) {
            assertThat(answer.isEmpty())
                    .as(where + " is empty as in the example")
                    .isEqualTo(example.isEmpty());
            if (!example.isEmpty()) requireAlike(resolved.path("items"), example.get(0), answer.get(0), where + "[0]");
        }
    }

    private static JsonNode member(JsonNode schema, String name) {
        JsonNode known = schema.path("properties").path(name);
        return known.isMissingNode() ? schema.path("additionalProperties") : known;
    }

    private JsonNode resolved(JsonNode schema, JsonNode value) {
        if (schema.has("$ref"))
            return resolved(document.at(schema.path("$ref").asText().substring(1)), value);
        if (schema.has("anyOf") && !value.isNull())
            return resolved(schema.path("anyOf").get(0), value);
        return schema;
    }

    private static void requireType(JsonNode schema, JsonNode value, String where) {
        if (!schema.has("type")) return;
        TreeSet<String> types = new TreeSet<>();
        if (schema.path("type").isArray()) schema.path("type").forEach(type -> types.add(type.asText()));
        else types.add(schema.path("type").asText());
        String actual = value.isNull()
                ? "null"
                : value.isTextual()
                        ? "string"
                        : value.isBoolean()
                                ? "boolean"
                                : value.isIntegralNumber() ? "integer" : value.isArray() ? "array" : "object";
        assertThat(types).as(where).contains(actual);
        if (schema.has("enum") && value.isTextual())
            assertThat(schema.path("enum").toString()).as(where).contains("\"" + value.asText() + "\"");
    }

    private static TreeSet<String> names(JsonNode object) {
        TreeSet<String> names = new TreeSet<>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }
}
