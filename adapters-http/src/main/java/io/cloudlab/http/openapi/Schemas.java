package io.cloudlab.http.openapi;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.cloudlab.http.error.Json;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** JSON Schemas (draft 2020-12) of records, as the mapper of {@link Json} writes and reads them. */
final class Schemas {
    private final Map<String, Object> named = new TreeMap<>();
    private final Descriptions descriptions;

    Schemas(Descriptions descriptions) {
        this.descriptions = descriptions;
    }

    /** What a record is described for. */
    private enum Use {
        /** Members may be null, and are there all the same. */
        WRITTEN,
        /** Members that may be null may be left out, and others may come along. */
        READ,
        /** As READ, but others are refused. */
        READ_STRICTLY
    }

    /** Every schema made so far, by name. */
    Map<String, Object> named() {
        return named;
    }

    /** A reference to the schema of a record that is written. */
    Map<String, Object> reference(Class<?> type) {
        return reference(type, Use.WRITTEN);
    }

    /** A reference to the schema of a record that is read. */
    Map<String, Object> ofBody(Class<?> type, boolean strict) {
        return reference(type, strict ? Use.READ_STRICTLY : Use.READ);
    }

    private Map<String, Object> reference(Class<?> type, Use use) {
        String name = name(type);
        if (!named.containsKey(name)) {
            named.put(name, Map.of()); // stops the recursion of types that hold themselves
            named.put(name, object(type, use));
        }
        return Map.of("$ref", "#/components/schemas/" + name);
    }

    private Map<String, Object> object(Class<?> type, Use use) {
        Map<String, Object> properties = new LinkedHashMap<>();
        List<String> required = new ArrayList<>();
        for (RecordComponent component : type.getRecordComponents()) {
            AnnotatedType annotated = component.getAnnotatedType();
            boolean nullable = annotated.isAnnotationPresent(Nullable.class);
            String name = Json.name(component);
            Map<String, Object> schema = schema(component.getGenericType(), use);
            properties.put(
                    name, described(nullable ? orNull(schema) : schema, descriptions.ofMember(name(type), name)));
            if (!nullable || (use == Use.WRITTEN && !isLeftOut(type, component))) required.add(name);
        }
        Map<String, Object> schema = new LinkedHashMap<>();
        schema.put("type", "object");
        schema.put("properties", properties);
        if (!required.isEmpty()) schema.put("required", required);
        if (use == Use.READ_STRICTLY) schema.put("additionalProperties", false);
        return described(schema, descriptions.ofSchema(name(type)));
    }

    private static Map<String, Object> described(Map<String, Object> schema, @Nullable String description) {
        if (description == null) return schema;
        Map<String, Object> described = new LinkedHashMap<>();
        described.put("description", description);
        described.putAll(schema);
        return described;
    }

    private static boolean isLeftOut(Class<?> type, RecordComponent component) {
        return type.isAnnotationPresent(JsonInclude.class)
                || component.getAccessor().isAnnotationPresent(JsonInclude.class);
    }

    private Map<String, Object> schema(Type type, Use use) {
        if (type instanceof ParameterizedType generic) {
            Type[] arguments = generic.getActualTypeArguments();
            if (Collection.class.isAssignableFrom((Class<?>) generic.getRawType()))
                return Map.of("type", "array", "items", schema(arguments[0], use));
            return Map.of("type", "object", "additionalProperties", schema(arguments[1], use));
        }
        if (type == String.class || type == char[].class) return Map.of("type", "string");
        if (type == Instant.class) return Map.of("type", "string", "format", "date-time");
        if (type == int.class || type == Integer.class) return Map.of("type", "integer", "format", "int32");
        if (type == long.class || type == Long.class) return Map.of("type", "integer", "format", "int64");
        if (type == boolean.class || type == Boolean.class) return Map.of("type", "boolean");
        if (type instanceof Class<?> words && words.isEnum())
            return Map.of(
                    "type",
                    "string",
                    "enum",
                    Stream.of(words.getEnumConstants())
                            .map(each -> Json.word((Enum<?>) each))
                            .toList());
        if (type instanceof Class<?> record && record.isRecord()) return reference(record, use);
        if (type == Object.class) return Map.of();
        throw new IllegalStateException("no schema for " + type);
    }

    private static Map<String, Object> orNull(Map<String, Object> schema) {
        if (schema.isEmpty()) return schema; // anything, so null too
        if (!(schema.get("type") instanceof String type))
            return Map.of("anyOf", List.of(schema, Map.of("type", "null")));
        Map<String, Object> wider = new LinkedHashMap<>(schema);
        wider.put("type", List.of(type, "null"));
        return wider;
    }

    static String name(Class<?> type) {
        Class<?> outer = type.getDeclaringClass();
        boolean part = outer != null && outer.getSimpleName().endsWith("Json");
        return (part ? name(outer) : "") + type.getSimpleName().replaceAll("Json$", "");
    }
}
