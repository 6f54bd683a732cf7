package io.cloudlab.core.inventory.item;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How an object is to be changed.
 *
 * @param data JSON-like values of the fields to change
 * @param tags ids of all tags it is to have; null leaves them as they are
 * @param version the one that was seen; null changes the present state
 */
public record ItemChange(
        Map<String, Object> data,
        @Nullable List<Integer> tags,
        @Nullable Long version) {
    public ItemChange {
        data = Collections.unmodifiableMap(new LinkedHashMap<>(data));
        tags = tags == null ? null : List.copyOf(tags);
    }

    /** Leaves the values out, since some may be secret. */
    @Override
    public String toString() {
        return "ItemChange";
    }
}
