package io.cloudlab.process.yaml;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A value read from YAML. An alias and its anchor are one and the same object, so {@link #weight()} and {@link #depth()}
 * say how large a value becomes once it is written out.
 */
public sealed interface YamlValue {
    /** From 1. */
    int line();

    /** From 1. */
    int column();

    /** The characters and values it unfolds to. */
    long weight();

    int depth();

    /** As JSON can carry it: null, Boolean, Long, BigInteger, Double, String, List or Map with String keys. */
    @Nullable
    Object plain();

    /** @param text as written, so that {@code 1.10} stays distinct from {@code 1.1} */
    record Scalar(@Nullable Object plain, String text, int line, int column) implements YamlValue {
        @Override
        public long weight() {
            return 1L + text.length();
        }

        @Override
        public int depth() {
            return 0;
        }
    }

    record Sequence(List<YamlValue> items, int line, int column, long weight, int depth) implements YamlValue {
        @Override
        public List<@Nullable Object> plain() {
            List<@Nullable Object> plain = new ArrayList<>(items.size());
            for (YamlValue item : items) plain.add(item.plain());
            return plain;
        }
    }

    /** @param keys the members' keys, as far as they are not merged from elsewhere */
    record Mapping(
            Map<String, YamlValue> members, Map<String, YamlValue> keys, int line, int column, long weight, int depth)
            implements YamlValue {
        /** Where a member's key stands, or, if it is merged from elsewhere, its value. */
        YamlValue place(String key) {
            YamlValue own = keys.get(key);
            return own == null ? members.getOrDefault(key, this) : own;
        }

        @Override
        public Map<String, @Nullable Object> plain() {
            Map<String, @Nullable Object> plain = new LinkedHashMap<>();
            members.forEach((key, value) -> plain.put(key, value.plain()));
            return plain;
        }

        /** Null when the member is absent, and when it is null. */
        @Nullable
        public YamlValue get(String key) {
            YamlValue value = members.get(key);
            return value instanceof Scalar scalar && scalar.plain() == null ? null : value;
        }
    }
}
