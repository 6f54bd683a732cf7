package io.cloudlab.persistence.items;

import io.cloudlab.core.inventory.item.Item;
import io.cloudlab.core.inventory.item.Tag;
import io.cloudlab.core.inventory.type.TypeSlug;
import io.cloudlab.persistence.database.InstantArguments;
import io.cloudlab.persistence.database.JsonColumn;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import org.jdbi.v3.core.statement.StatementContext;

/** Reads objects with their tags, in two queries however many there are. */
final class ItemRows {
    private ItemRows() {}

    /** @param rest of the statement, beginning with its conditions */
    static List<Item> select(Handle handle, String rest, UnaryOperator<Query> binding) {
        List<Item> items = binding.apply(handle.createQuery("select * from cloudlab_item " + rest))
                .map(ItemRows::item)
                .list();
        if (items.isEmpty()) return items;
        Map<Long, List<Tag>> tags = tags(handle, items.stream().map(Item::id).toArray());
        return items.stream()
                .map(item -> tags.containsKey(item.id()) ? item.withTags(tags.get(item.id())) : item)
                .toList();
    }

    /** In the order of the ids; those that have gone meanwhile are left out. */
    static List<Item> inOrder(Handle handle, List<Long> ids) {
        if (ids.isEmpty()) return List.of();
        Map<Long, Item> found =
                select(handle, "where id = any (:ids)", query -> query.bindArray("ids", Long.class, ids.toArray()))
                        .stream()
                        .collect(Collectors.toMap(Item::id, Function.identity()));
        return ids.stream().map(found::get).filter(Objects::nonNull).toList();
    }

    static Tag tag(ResultSet row) throws SQLException {
        return new Tag(row.getInt("id"), row.getString("name"), row.getString("color"));
    }

    private static Map<Long, List<Tag>> tags(Handle handle, Object[] ids) {
        Map<Long, List<Tag>> tags = new HashMap<>();
        handle.createQuery("""
                        select marked.item_id, tag.id, tag.name, tag.color from cloudlab_item_tag marked
                        join cloudlab_tag tag on tag.id = marked.tag_id where marked.item_id = any (:ids)""")
                .bindArray("ids", Long.class, ids)
                .map((row, context) -> Map.entry(row.getLong("item_id"), tag(row)))
                .forEach(found -> tags.computeIfAbsent(found.getKey(), each -> new ArrayList<>())
                        .add(found.getValue()));
        return tags;
    }

    private static Item item(ResultSet row, StatementContext context) throws SQLException {
        String source = row.getString("source");
        return new Item(
                row.getLong("id"),
                new TypeSlug(row.getString("type_slug")),
                JsonColumn.readExactly(row.getString("data")),
                List.of(),
                row.getObject("created_by", Integer.class),
                InstantArguments.get(row, "created_at"),
                InstantArguments.get(row, "updated_at"),
                source == null ? null : new Item.Source(source, row.getString("source_key")),
                row.getLong("version"));
    }
}
