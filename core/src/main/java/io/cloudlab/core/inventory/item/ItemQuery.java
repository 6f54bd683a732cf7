package io.cloudlab.core.inventory.item;

import io.cloudlab.core.inventory.type.TypeSlug;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which objects a list shows, and in which order; all conditions must hold.
 *
 * @param search text in lower case that the object's search text holds, wildcards literal; null for all
 * @param tags ids of tags the object has
 * @param fields what its fields hold
 * @param sort the field to sort by, the newest first among equals; null for the newest first
 */
public record ItemQuery(
        TypeSlug type,
        @Nullable String search,
        Set<Integer> tags,
        Map<String, FieldKey> fields,
        @Nullable String sort,
        boolean descending) {
    public ItemQuery {
        tags = Set.copyOf(tags);
        fields = Map.copyOf(fields);
    }

    /** All objects of the type, the newest first. */
    public static ItemQuery all(TypeSlug type) {
        return new ItemQuery(type, null, Set.of(), Map.of(), null, true);
    }
}
