package io.cloudlab.persistence.items;

import io.cloudlab.core.inventory.item.FieldKey;
import io.cloudlab.core.inventory.item.ItemQuery;
import io.cloudlab.core.inventory.type.TypeSlug;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import org.jdbi.v3.core.statement.SqlStatements;

/** What one list asks for, as SQL, apart from who asks; and which condition leaves the fewest objects. */
final class ItemConditions {
    private final ItemQuery query;
    private final Handle handle;
    private final Map<String, Object> values = new HashMap<>();
    private final Map<String, Object[]> integers = new HashMap<>();
    private final Map<String, Object[]> longs = new HashMap<>();
    private final List<Condition> conditions = new ArrayList<>();
    private final Condition narrowest;

    /**
     * @param number how many objects meet it
     * @param exists whether an object does, %s being its id
     */
    private record Condition(IndexScan driver, long number, String exists) {}

    /** What an object holds in the field others are sorted by as well. */
    private record Held(long item, FieldKey value) {}

    private interface Found<T> {
        T of(ResultSet row) throws SQLException;
    }

    ItemConditions(ItemQuery query, Handle handle) {
        this.query = query;
        this.handle = handle;
        TypeSlug type = query.type();
        values.put("type", type);
        if (query.search() != null) values.put("search", query.search());
        if (query.sort() != null) values.put("sort", ItemFields.key(type, query.sort()));
        query.fields().forEach(this::addField);
        ItemNumbers.ofTags(handle, type, query.tags()).forEach(this::addTag);
        conditions.sort(Comparator.comparing(Condition::number));
        narrowest = conditions.stream().findFirst().orElseGet(() -> new Condition(sorted(), -1, ""));
    }

    ItemConditions with(String name, Object value) {
        values.put(name, value);
        return this;
    }

    ItemConditions withIntegers(String name, Collection<Integer> ids) {
        integers.put(name, ids.toArray());
        return this;
    }

    ItemConditions withLongs(String name, Collection<Long> ids) {
        longs.put(name, ids.toArray());
        return this;
    }

    /** Whether it is known that no object is asked for. */
    boolean nothingMatches() {
        return narrowest.number() == 0;
    }

    /** Whether all objects of the type are asked for. */
    boolean isEmpty() {
        return conditions.isEmpty() && query.search() == null;
    }

    /** Whether so many objects are asked for as {@link #number}, and they need not be counted. */
    boolean isNumbered() {
        return conditions.size() <= 1 && query.search() == null;
    }

    /** At most so many objects are asked for. */
    long number() {
        return conditions.isEmpty() ? ItemNumbers.ofType(handle, query.type()) : narrowest.number();
    }

    /** The index along which the fewest rows are looked at, or in whose order they are asked for. */
    IndexScan driver() {
        return conditions.isEmpty() && query.search() != null ? IndexScan.SEARCH : narrowest.driver();
    }

    /** The index in whose order objects of the whole type are asked for. */
    IndexScan sorted() {
        if (query.sort() == null) return IndexScan.TYPE;
        return query.descending() ? IndexScan.FALLING : IndexScan.RISING;
    }

    /** All that is asked for, of objects found along an index. */
    List<String> along(IndexScan driver) {
        List<String> all = new ArrayList<>(driver.conditions());
        for (Condition one : conditions)
            if (!one.driver().equals(driver)) all.add(one.exists().formatted(driver.id()));
        if (query.search() != null && driver != IndexScan.SEARCH)
            all.add(("exists (select 1 from cloudlab_item_search found where found.item_id = %s"
                            + " and position(:search in found.text) > 0)")
                    .formatted(driver.id()));
        return all;
    }

    Query select(String sql) {
        Query select = handle.createQuery(sql)
                .configure(SqlStatements.class, settings -> settings.setUnusedBindingAllowed(true))
                .bindMap(values);
        integers.forEach((name, ids) -> select.bindArray(name, Integer.class, ids));
        longs.forEach((name, ids) -> select.bindArray(name, Long.class, ids));
        return select;
    }

    /** Objects in the order that is asked for. */
    List<Long> ids(IndexScan driver, List<String> all, long limit, long offset) {
        boolean apart = query.sort() != null && !driver.equals(sorted());
        String sorting = !apart
                ? ""
                : ", (select sorting.value_key from cloudlab_item_field sorting where sorting.item_id = " + driver.id()
                        + " and sorting.field_key = :sort) as sort_key";
        String order = apart
                ? "sort_key" + (query.descending() ? " desc" : "") + ", " + driver.id() + " desc"
                : order(driver, query.sort() != null || query.descending());
        return select("select " + driver.id() + sorting + " from " + driver.table() + " d" + where(all) + " order by "
                        + order + " limit " + limit + " offset " + offset)
                .mapTo(Long.class)
                .list();
    }

    /**
     * Those of some objects that are asked for. Each is looked up by its id, one condition after the other: left to choose,
     * both databases read whole indexes instead.
     */
    List<Long> among(List<Long> ids) {
        List<Long> left = ids;
        for (Condition one : conditions) left = lookedUp(left, one.driver(), "d.item_id", row -> row.getLong(1));
        return query.search() == null ? left : lookedUp(left, IndexScan.SEARCH, "d.item_id", row -> row.getLong(1));
    }

    /** The same in the order that is asked for. They are put in order here: it takes H2 far longer. */
    List<Long> sortedAmong(List<Long> ids) {
        List<Long> left = among(ids);
        if (query.sort() == null)
            return left.stream()
                    .sorted(directed(Comparator.<Long>naturalOrder()))
                    .toList();
        return lookedUp(
                        left,
                        sorted(),
                        "d.item_id, d.value_key",
                        row -> new Held(row.getLong(1), new FieldKey(row.getBytes(2))))
                .stream()
                .sorted(directed(Comparator.comparing(Held::value))
                        .thenComparing(Held::item, Comparator.reverseOrder()))
                .map(Held::item)
                .toList();
    }

    private <T> Comparator<T> directed(Comparator<T> rising) {
        return query.descending() ? rising.reversed() : rising;
    }

    /** A left join, because then both databases begin with the list. */
    private <T> List<T> lookedUp(List<Long> ids, IndexScan driver, String columns, Found<T> found) {
        if (ids.isEmpty()) return List.of();
        return withLongs("listed", ids)
                .select("select " + columns + " from unnest(:listed) listed (id) left join " + driver.table()
                        + " d on d.item_id = listed.id and " + String.join(" and ", driver.conditions()))
                .map((row, context) -> row.getObject(1) == null ? null : found.of(row))
                .stream()
                .filter(Objects::nonNull)
                .toList();
    }

    /** Objects each once, the newest or the oldest first. */
    List<Long> first(IndexScan driver, List<String> all, boolean newest, long limit) {
        boolean once = !driver.leading().isEmpty();
        return select("select " + (once ? "" : "distinct ") + driver.id() + " from " + driver.table() + " d"
                        + where(all) + " order by " + order(driver, newest) + " limit " + limit)
                .mapTo(Long.class)
                .list();
    }

    private static String order(IndexScan driver, boolean newest) {
        return newest ? driver.leading() + driver.id() + " desc" : driver.id();
    }

    /** How many objects are found along an index that holds each once. */
    long count(IndexScan driver, List<String> all) {
        return count("*", driver, all);
    }

    /** How many objects are found along an index that may hold them several times. */
    long countOnce(IndexScan driver, List<String> all) {
        return count("distinct " + driver.id(), driver, all);
    }

    /** How many objects are found along an index in each block of ids that holds any. */
    Map<Long, Long> countBlocks(IndexScan driver) {
        String block = driver.id() + " / " + ItemCounts.BLOCK;
        Map<Long, Long> numbers = new HashMap<>();
        select("select " + block + ", count(distinct " + driver.id() + ") from " + driver.table() + " d"
                        + where(driver.conditions()) + " group by " + block)
                .map((row, context) -> Map.entry(row.getLong(1), row.getLong(2)))
                .forEach(each -> numbers.put(each.getKey(), each.getValue()));
        return numbers;
    }

    private long count(String what, IndexScan driver, List<String> all) {
        return select("select count(" + what + ") from " + driver.table() + " d" + where(all))
                .mapTo(Long.class)
                .one();
    }

    private static String where(List<String> all) {
        return " where " + String.join(" and ", all);
    }

    private void addField(String name, FieldKey value) {
        int number = conditions.size();
        long field = ItemFields.key(query.type(), name);
        values.put("field" + number, field);
        values.put("value" + number, value.bytes());
        conditions.add(new Condition(
                IndexScan.field(number),
                ItemNumbers.ofValue(handle, field, value),
                "exists (select 1 from cloudlab_item_field held where held.item_id = %s and held.field_key = :field"
                        + number + " and held.value_key = :value" + number + ")"));
    }

    private void addTag(int id, long objects) {
        int number = conditions.size();
        values.put("tag" + number, id);
        conditions.add(new Condition(
                IndexScan.tag(number),
                objects,
                "exists (select 1 from cloudlab_item_tag borne where borne.item_id = %s and borne.tag_id = :tag"
                        + number + ")"));
    }
}
