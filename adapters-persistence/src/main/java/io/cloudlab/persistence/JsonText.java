package io.cloudlab.persistence;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** JSON-like values as text of ASCII characters only, so that NUL and lone surrogates, which PostgreSQL refuses, survive. */
final class JsonText {
    static final TypeReference<LinkedHashMap<String, Object>> VALUES = new TypeReference<>() {};
    static final TypeReference<Map<String, String>> TEXTS = new TypeReference<>() {};
    static final TypeReference<List<List<String>>> COMMANDS = new TypeReference<>() {};

    private static final JsonMapper MAPPER =
            JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

    private JsonText() {}

    static String write(Object value) {
        try {
            return MAPPER.writeValueAsString(value);
        } catch (JsonProcessingException notJsonLike) {
            throw new UncheckedIOException(notJsonLike);
        }
    }

    static <T> T read(String text, TypeReference<T> type) {
        try {
            return MAPPER.readValue(text, type);
        } catch (JsonProcessingException damaged) {
            throw new UncheckedIOException(damaged);
        }
    }
}
