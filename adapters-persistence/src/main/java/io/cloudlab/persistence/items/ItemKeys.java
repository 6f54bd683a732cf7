package io.cloudlab.persistence.items;

import io.cloudlab.core.inventory.item.FieldKey;
import io.cloudlab.core.inventory.item.Item;
import io.cloudlab.core.inventory.item.ItemIndex;
import io.cloudlab.core.inventory.item.ItemStore;
import io.cloudlab.core.inventory.item.UniqueClash;
import io.cloudlab.core.inventory.type.TypeSlug;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jspecify.annotations.Nullable;

/**
 * Writes what the fields of objects hold. What is stored says what counts: a value is counted unless it is kept as one no
 * two objects share, so that numbers stay true when a field becomes unique, or is no more.
 */
final class ItemKeys {
    private static final String INSERT_UNIQUE =
            "insert into cloudlab_item_unique (field_key, value_key, item_id) values (?, ?, ?) on conflict do nothing";
    private static final String INSERT_FIELD =
            "insert into cloudlab_item_field (item_id, field_key, value_key) values (?, ?, ?)";

    private final Handle handle;
    private final ItemCounts counts;

    /** By the number of the field. */
    private record Stored(Map<Long, FieldKey> fields, Map<Long, FieldKey> uniques) {}

    private record Kept(long item, long field, FieldKey value) {}

    ItemKeys(Handle handle, ItemCounts counts) {
        this.handle = handle;
        this.counts = counts;
    }

    /** @throws UniqueClash if another object holds a unique value */
    void insert(List<ItemStore.Indexed> items) {
        PreparedBatch uniques = handle.prepareBatch(INSERT_UNIQUE);
        PreparedBatch fields = handle.prepareBatch(INSERT_FIELD);
        List<String> names = new ArrayList<>();
        for (ItemStore.Indexed one : items) {
            long id = one.item().id();
            TypeSlug type = one.item().type();
            one.index().uniques().keySet().stream().sorted().forEach(field -> {
                names.add(field);
                uniques.add(
                        ItemFields.key(type, field),
                        one.index().uniques().get(field).bytes(),
                        id);
            });
            Stored stored = new Stored(
                    keyed(type, one.index().keys()), keyed(type, one.index().uniques()));
            stored.fields().forEach((field, value) -> fields.add(id, field, value.bytes()));
            count(id, stored, 1);
        }
        if (uniques.size() > 0) {
            int[] written = uniques.execute();
            for (int each = 0; each < written.length; each++)
                if (written[each] == 0) throw new UniqueClash(names.get(each));
        }
        if (fields.size() > 0) fields.execute();
    }

    /** @throws UniqueClash if another object holds a unique value */
    void replace(Item item, ItemIndex index) {
        String left = write(item, index);
        if (left != null) throw new UniqueClash(left);
    }

    /** @return false if a unique value was left out, since another object holds it */
    boolean replaceLeavingOut(Item item, ItemIndex index) {
        return write(item, index) == null;
    }

    void delete(List<Item> items) {
        if (items.isEmpty()) return;
        Object[] ids = items.stream().map(Item::id).toArray();
        stored(ids).forEach((id, stored) -> count(id, stored, -1));
        PreparedBatch uniques = handle.prepareBatch("delete from cloudlab_item_unique where item_id = ?");
        PreparedBatch fields = handle.prepareBatch("delete from cloudlab_item_field where item_id = ?");
        for (Object id : ids) {
            uniques.add(id);
            fields.add(id);
        }
        uniques.execute();
        fields.execute();
    }

    /** @return a unique field whose value could not be written, or null */
    private @Nullable String write(Item item, ItemIndex index) {
        long id = item.id();
        Stored before = stored(new Object[] {id}).get(id);
        Map<Long, FieldKey> fields = keyed(item.type(), index.keys());
        Map<Long, FieldKey> uniques = keyed(item.type(), index.uniques());
        before.uniques().forEach((field, value) -> {
            if (!value.equals(uniques.get(field)))
                handle.execute(
                        "delete from cloudlab_item_unique where field_key = ? and value_key = ? and item_id = ?",
                        field,
                        value.bytes(),
                        id);
        });
        String left = null;
        for (String name : index.uniques().keySet().stream().sorted().toList()) {
            long field = ItemFields.key(item.type(), name);
            FieldKey value = index.uniques().get(name);
            if (value.equals(before.uniques().get(field))) continue;
            if (handle.execute(INSERT_UNIQUE, field, value.bytes(), id) == 1) continue;
            uniques.remove(field);
            left = name;
        }
        before.fields().forEach((field, value) -> {
            if (!fields.containsKey(field))
                handle.execute("delete from cloudlab_item_field where item_id = ? and field_key = ?", id, field);
        });
        fields.forEach((field, value) -> {
            FieldKey old = before.fields().get(field);
            if (old == null) handle.execute(INSERT_FIELD, id, field, value.bytes());
            else if (!old.equals(value))
                handle.execute(
                        "update cloudlab_item_field set value_key = ? where item_id = ? and field_key = ?",
                        value.bytes(),
                        id,
                        field);
        });
        count(id, before, -1);
        count(id, new Stored(fields, uniques), 1);
        return left;
    }

    private void count(long id, Stored stored, int more) {
        stored.fields().forEach((field, value) -> {
            if (!value.equals(stored.uniques().get(field))) counts.addValue(field, value, id, more);
        });
    }

    /** Of each of some objects. */
    private Map<Long, Stored> stored(Object[] ids) {
        Map<Long, Stored> all = new HashMap<>();
        for (Object id : ids) all.put((Long) id, new Stored(new HashMap<>(), new HashMap<>()));
        for (Kept kept : kept("cloudlab_item_field", ids))
            all.get(kept.item()).fields().put(kept.field(), kept.value());
        for (Kept kept : kept("cloudlab_item_unique", ids))
            all.get(kept.item()).uniques().put(kept.field(), kept.value());
        return all;
    }

    private List<Kept> kept(String table, Object[] ids) {
        return handle.createQuery(
                        "select item_id, field_key, value_key from " + table + " where item_id = any (:items)")
                .bindArray("items", Long.class, ids)
                .map((row, context) -> new Kept(row.getLong(1), row.getLong(2), new FieldKey(row.getBytes(3))))
                .list();
    }

    private static Map<Long, FieldKey> keyed(TypeSlug type, Map<String, FieldKey> named) {
        Map<Long, FieldKey> keyed = new LinkedHashMap<>();
        named.forEach((name, value) -> keyed.put(ItemFields.key(type, name), value));
        return keyed;
    }
}
