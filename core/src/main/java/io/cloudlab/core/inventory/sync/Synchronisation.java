package io.cloudlab.core.inventory.sync;

import io.cloudlab.core.inventory.item.FieldSecrets;
import io.cloudlab.core.inventory.item.Item;
import io.cloudlab.core.inventory.item.ItemIndex;
import io.cloudlab.core.inventory.item.ItemStore;
import io.cloudlab.core.inventory.item.Tag;
import io.cloudlab.core.inventory.item.UniqueClash;
import io.cloudlab.core.inventory.type.Field;
import io.cloudlab.core.inventory.type.FieldType;
import io.cloudlab.core.inventory.type.FieldValues;
import io.cloudlab.core.inventory.type.ItemType;
import io.cloudlab.core.shared.Refused;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Brings the objects of one source in step with what it knows: makes, changes and removes those that were made from it,
 * and touches no others. What the source says nothing about stays as people have set it. Call it inside a transaction that has
 * locked the type.
 */
public final class Synchronisation {
    private static final System.Logger LOGGER = System.getLogger(Synchronisation.class.getName());

    private final ItemStore items;
    private final FieldSecrets secrets;
    private final Clock clock;

    public Synchronisation(ItemStore items, FieldSecrets secrets, Clock clock) {
        this.items = items;
        this.secrets = secrets;
        this.clock = clock;
    }

    /** @param marks the tags new objects have */
    SyncResult run(ItemType type, String source, List<SyncSource.Wanted> wanted, List<Tag> marks) {
        return run(type, source, items.ofSource(type.slug(), source), wanted, marks);
    }

    /** For the objects of these keys alone: what others there are stays, and is not read. */
    SyncResult run(ItemType type, String source, Set<String> keys, List<SyncSource.Wanted> wanted) {
        List<Item> present = keys.stream()
                .flatMap(key -> items.ofSource(type.slug(), new Item.Source(source, key)).stream())
                .toList();
        return run(type, source, present, wanted, List.of());
    }

    private SyncResult run(
            ItemType type, String source, List<Item> present, List<SyncSource.Wanted> wanted, List<Tag> marks) {
        Map<String, Item> gone = new LinkedHashMap<>();
        for (Item item : present) gone.put(Objects.requireNonNull(item.source()).key(), item);
        List<SyncSource.Wanted> fresh = new ArrayList<>();
        Map<Item, Map<String, Object>> known = new LinkedHashMap<>();
        Map<String, SyncSource.Wanted> unique = new LinkedHashMap<>();
        wanted.forEach(one -> unique.putIfAbsent(one.key(), one));
        for (SyncSource.Wanted one : unique.values()) {
            Item item = gone.remove(one.key());
            if (item == null) fresh.add(one);
            else known.put(item, one.fields());
        }
        items.deleteAll(gone.values().stream().map(Item::id).toList());
        int updated = 0;
        List<Map.Entry<Item, Map<String, Object>>> again = new ArrayList<>();
        for (var one : known.entrySet()) {
            Boolean written = tryUpdate(type, one.getKey(), one.getValue());
            if (written == null) again.add(one);
            else if (written) updated++;
        }
        for (var one : again) if (Boolean.TRUE.equals(tryUpdate(type, one.getKey(), one.getValue()))) updated++;
        int created = insert(type, source, fresh, marks);
        return new SyncResult(created, updated, gone.size());
    }

    /** @return null if another object holds a value that must be unique */
    private @Nullable Boolean tryUpdate(ItemType type, Item item, Map<String, Object> fields) {
        Map<String, Object> data = data(type, item, fields);
        if (data == null || data.equals(item.data())) return false;
        try {
            items.update(item.changed(data, item.tags(), clock.instant()), ItemIndex.of(type, data));
            return true;
        } catch (UniqueClash e) {
            return null;
        }
    }

    private int insert(ItemType type, String source, List<SyncSource.Wanted> fresh, List<Tag> marks) {
        List<ItemStore.Indexed> made = new ArrayList<>();
        List<Long> ids = items.nextIds(fresh.size());
        for (int each = 0; each < fresh.size(); each++) {
            SyncSource.Wanted one = fresh.get(each);
            Item empty = new Item(
                    ids.get(each),
                    type.slug(),
                    Map.of(),
                    marks,
                    null,
                    clock.instant(),
                    clock.instant(),
                    new Item.Source(source, one.key()),
                    0);
            Map<String, Object> data = data(type, empty, one.fields());
            if (data != null) made.add(new ItemStore.Indexed(empty.withData(data), ItemIndex.of(type, data)));
        }
        try {
            items.insertAll(made);
            return made.size();
        } catch (UniqueClash e) {
            return (int) made.stream().filter(this::inserted).count();
        }
    }

    private boolean inserted(ItemStore.Indexed one) {
        try {
            items.insert(one.item(), one.index());
            return true;
        } catch (UniqueClash e) {
            LOGGER.log(
                    System.Logger.Level.WARNING,
                    "An object of type {0} is not made from its source: another one has the same value in field {1}.",
                    one.item().type(),
                    e.field());
            return false;
        }
    }

    /** @return null if a required field would be empty */
    private @Nullable Map<String, Object> data(ItemType type, Item item, Map<String, Object> fields) {
        Map<String, Object> data = new LinkedHashMap<>(secrets.sealed(type, item));
        boolean isNew = item.data().isEmpty();
        for (Field field : type.fields()) {
            if (isNew && field.defaultValue() != null)
                data.put(field.name(), Objects.requireNonNull(FieldValues.of(field, field.defaultValue())));
            if (fields.containsKey(field.name())) put(data, item, field, fields.get(field.name()));
            if (field.required() && data.get(field.name()) == null) return null;
        }
        return data;
    }

    private void put(Map<String, Object> data, Item item, Field field, @Nullable Object value) {
        Object stored;
        try {
            stored = FieldValues.of(field, value);
        } catch (Refused e) {
            stored = null;
        }
        if (stored == null) {
            data.remove(field.name());
        } else if (field.type() != FieldType.SECRET) {
            data.put(field.name(), stored);
        } else if (!stored.equals(secrets.open(item, field))) {
            data.put(field.name(), secrets.seal((String) stored, item.id(), field));
        }
    }
}
