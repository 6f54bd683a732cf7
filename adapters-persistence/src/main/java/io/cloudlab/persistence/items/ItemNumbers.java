package io.cloudlab.persistence.items;

import io.cloudlab.core.inventory.item.FieldKey;
import io.cloudlab.core.inventory.type.TypeSlug;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jdbi.v3.core.Handle;

/** The numbers of objects that {@link ItemCounts} keeps. */
final class ItemNumbers {
    private ItemNumbers() {}

    static long ofType(Handle handle, TypeSlug type) {
        return handle.createQuery("select coalesce(sum(objects), 0) from cloudlab_item_count"
                        + " where type_slug = :type and tag_id = " + ItemCounts.ALL)
                .bind("type", type)
                .mapTo(Long.class)
                .one();
    }

    /** Of each of some tags. */
    static Map<Integer, Long> ofTags(Handle handle, TypeSlug type, Collection<Integer> tags) {
        Map<Integer, Long> numbers = new LinkedHashMap<>();
        if (tags.isEmpty()) return numbers;
        for (int tag : tags) numbers.put(tag, 0L);
        handle.createQuery("select tag_id, sum(objects) as objects from cloudlab_item_count"
                        + " where type_slug = :type and tag_id = any (:tags) group by tag_id")
                .bind("type", type)
                .bindArray("tags", Integer.class, tags.toArray())
                .map((row, context) -> Map.entry(row.getInt("tag_id"), row.getLong("objects")))
                .forEach(tag -> numbers.put(tag.getKey(), tag.getValue()));
        return numbers;
    }

    /** Values no two objects share are kept apart. */
    static long ofValue(Handle handle, long field, FieldKey value) {
        return handle.createQuery("""
                        select coalesce((select sum(objects) from cloudlab_item_field_count
                                where field_key = :field and value_key = :value), 0)
                            + (select count(*) from cloudlab_item_unique
                                where field_key = :field and value_key = :value)""")
                .bind("field", field)
                .bind("value", value.bytes())
                .mapTo(Long.class)
                .one();
    }

    /** How many there are in each block of ids, the newest first. */
    static Map<Long, Long> ofBlocks(Handle handle, TypeSlug type) {
        Map<Long, Long> numbers = new LinkedHashMap<>();
        handle.createQuery("select slot / " + ItemCounts.SLOTS + " as block, sum(objects) as objects"
                        + " from cloudlab_item_count where type_slug = :type and tag_id = " + ItemCounts.ALL
                        + " group by slot / " + ItemCounts.SLOTS + " order by 1 desc")
                .bind("type", type)
                .map((row, context) -> Map.entry(row.getLong("block"), row.getLong("objects")))
                .forEach(block -> numbers.put(block.getKey(), block.getValue()));
        return numbers;
    }
}
