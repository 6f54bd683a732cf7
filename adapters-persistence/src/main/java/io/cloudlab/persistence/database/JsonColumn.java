package io.cloudlab.persistence.database;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.cloudlab.core.jobs.job.HostTotals;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** JSON-like values as text of ASCII characters only, so that NUL and lone surrogates, which PostgreSQL refuses, survive. */
public final class JsonColumn {
    public static final TypeReference<LinkedHashMap<String, Object>> VALUES = new TypeReference<>() {};
    public static final TypeReference<Map<String, String>> TEXTS = new TypeReference<>() {};
    public static final TypeReference<List<List<String>>> COMMANDS = new TypeReference<>() {};
    public static final TypeReference<Map<String, HostTotals>> HOSTS = new TypeReference<>() {};

    private static final JsonMapper MAPPER =
            JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

    /** Reads whole numbers as {@link Long} or larger, and others without losing digits. */
    private static final JsonMapper EXACT = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    private JsonColumn() {}

    public static String write(Object value) {
        try {
            return MAPPER.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static Map<String, Object> readExactly(String text) {
        try {
            LinkedHashMap<String, Object> values = EXACT.readValue(text, VALUES);
            values.replaceAll((name, value) -> widened(value));
            return values;
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    @SuppressWarnings("unchecked") // as read: names are texts
    private static Object widened(Object value) {
        if (value instanceof Integer number) return number.longValue();
        if (value instanceof Map<?, ?> map) ((Map<String, Object>) map).replaceAll((name, inner) -> widened(inner));
        if (value instanceof List<?> list) ((List<Object>) list).replaceAll(JsonColumn::widened);
        return value;
    }

    public static <T> T read(String text, TypeReference<T> type) {
        try {
            return MAPPER.readValue(text, type);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
