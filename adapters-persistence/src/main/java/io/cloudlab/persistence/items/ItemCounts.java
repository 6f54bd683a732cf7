package io.cloudlab.persistence.items;

import io.cloudlab.core.inventory.item.FieldKey;
import io.cloudlab.core.inventory.type.TypeSlug;
import io.cloudlab.persistence.database.PendingWrites;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/**
 * What a transaction changes about the numbers of objects, which are stored so that they need not be counted. Each number
 * is the sum of some slots; the object's id says in which it counts, so that writers of different objects seldom meet.
 */
final class ItemCounts implements PendingWrites {
    /** Stands for all objects of a type, tagged or not. */
    static final int ALL = 0;

    /** As migration 8 has it. */
    static final int SLOTS = 16;

    /** All objects of a type are also told apart by blocks of so many ids, so that far pages are found. */
    static final int BLOCK = 16_384;

    private static final Table NUMBERS = new Table("cloudlab_item_count", List.of("type_slug", "tag_id", "slot"));
    private static final Table VALUES =
            new Table("cloudlab_item_field_count", List.of("field_key", "value_key", "slot"));

    private final Map<Number, Integer> numbers = new TreeMap<>();
    private final Map<Value, Integer> values = new TreeMap<>();

    private record Table(String name, List<String> columns) {
        String where() {
            return " where " + String.join(" = ? and ", columns) + " = ?";
        }

        String insert() {
            return "insert into " + name + " (" + String.join(", ", columns)
                    + ", objects) values (?, ?, ?, ?) on conflict do nothing";
        }
    }

    private interface Row {
        Object[] key();
    }

    private record Number(String type, int tag, int slot) implements Row, Comparable<Number> {
        private static final Comparator<Number> ORDER =
                Comparator.comparing(Number::type).thenComparing(Number::tag).thenComparing(Number::slot);

        @Override
        public Object[] key() {
            return new Object[] {type, tag, slot};
        }

        @Override
        public int compareTo(Number other) {
            return ORDER.compare(this, other);
        }
    }

    private record Value(long field, FieldKey value, int slot) implements Row, Comparable<Value> {
        private static final Comparator<Value> ORDER =
                Comparator.comparing(Value::field).thenComparing(Value::value).thenComparing(Value::slot);

        @Override
        public Object[] key() {
            return new Object[] {field, value.bytes(), slot};
        }

        @Override
        public int compareTo(Value other) {
            return ORDER.compare(this, other);
        }
    }

    private record Change(Row row, int more) {}

    void addObject(TypeSlug type, long id, int more) {
        int slot = Math.toIntExact(id / BLOCK * SLOTS + id % SLOTS);
        numbers.merge(new Number(type.value(), ALL, slot), more, Integer::sum);
    }

    void addTagged(TypeSlug type, int tag, long id, int more) {
        numbers.merge(new Number(type.value(), tag, (int) (id % SLOTS)), more, Integer::sum);
    }

    void addValue(long field, FieldKey value, long id, int more) {
        values.merge(new Value(field, value, (int) (id % SLOTS)), more, Integer::sum);
    }

    @Override
    public void addAll(PendingWrites more) {
        ItemCounts others = (ItemCounts) more;
        others.numbers.forEach((row, number) -> numbers.merge(row, number, Integer::sum));
        others.values.forEach((row, number) -> values.merge(row, number, Integer::sum));
    }

    /**
     * Best called at the end of a transaction, since others wait for it from then on. Always in the same order, so that two
     * transactions do not wait for each other.
     */
    @Override
    public void writeTo(Handle handle) {
        write(handle, NUMBERS, numbers);
        write(handle, VALUES, values);
    }

    private static void write(Handle handle, Table table, Map<? extends Row, Integer> changes) {
        List<Change> left = new ArrayList<>();
        changes.forEach((row, more) -> {
            if (more != 0) left.add(new Change(row, more));
        });
        changes.clear();
        List<Change> fewer = left.stream().filter(change -> change.more() < 0).toList();
        while (!left.isEmpty()) { // ends, unless others insert and delete the same rows all the time
            keepUndone(handle, "update " + table.name() + " set objects = objects + ?" + table.where(), left, true);
            keepUndone(handle, table.insert(), left, false);
        }
        if (fewer.isEmpty()) return;
        PreparedBatch emptied = handle.prepareBatch("delete from " + table.name() + table.where() + " and objects = 0");
        for (Change change : fewer) emptied.add(change.row().key());
        emptied.execute();
    }

    /** @param changes those which changed no row remain */
    private static void keepUndone(Handle handle, String sql, List<Change> changes, boolean numberFirst) {
        if (changes.isEmpty()) return;
        PreparedBatch batch = handle.prepareBatch(sql);
        for (Change change : changes) {
            Object[] key = change.row().key();
            batch.add(
                    numberFirst
                            ? new Object[] {change.more(), key[0], key[1], key[2]}
                            : new Object[] {key[0], key[1], key[2], change.more()});
        }
        int[] done = batch.execute();
        List<Change> undone = new ArrayList<>();
        for (int each = 0; each < done.length; each++) if (done[each] == 0) undone.add(changes.get(each));
        changes.clear();
        changes.addAll(undone);
    }
}
