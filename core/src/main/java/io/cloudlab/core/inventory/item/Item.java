package io.cloudlab.core.inventory.item;

import io.cloudlab.core.inventory.type.TypeSlug;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An object of the inventory, as it is stored: secrets are sealed.
 *
 * @param id rising, so that newer objects have larger ones
 * @param data what the fields hold, those without a value left out
 * @param tags by name
 * @param createdBy null where a part of the system made it
 * @param source which adapter keeps it up to date, and under which key; null for objects people made
 * @param version guards updates
 */
public record Item(
        long id,
        TypeSlug type,
        Map<String, Object> data,
        List<Tag> tags,
        @Nullable Integer createdBy,
        Instant createdAt,
        Instant updatedAt,
        @Nullable Source source,
        long version) {
    private static final List<String> NAMES = List.of("name", "hostname", "username", "label", "service_name");

    /** What an object was made from by an adapter. */
    public record Source(String adapter, String key) {}

    public Item {
        data = Collections.unmodifiableMap(new LinkedHashMap<>(data));
        tags = tags.stream().sorted().toList();
    }

    /** What people call it: the first of some fields that holds text, else its number. */
    public String name() {
        for (String field : NAMES) if (data.get(field) instanceof String text && !text.isBlank()) return text;
        return "#" + id;
    }

    public Item withTags(List<Tag> given) {
        return new Item(id, type, data, given, createdBy, createdAt, updatedAt, source, version);
    }

    public Item withVersion(long given) {
        return new Item(id, type, data, tags, createdBy, createdAt, updatedAt, source, given);
    }

    /** The same object with other data. */
    public Item withData(Map<String, Object> given) {
        return new Item(id, type, given, tags, createdBy, createdAt, updatedAt, source, version);
    }

    public Item changed(Map<String, Object> newData, List<Tag> newTags, Instant at) {
        return new Item(id, type, newData, newTags, createdBy, createdAt, at, source, version);
    }
}
