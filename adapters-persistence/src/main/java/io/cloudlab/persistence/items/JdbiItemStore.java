package io.cloudlab.persistence.items;

import io.cloudlab.core.inventory.item.Item;
import io.cloudlab.core.inventory.item.ItemIndex;
import io.cloudlab.core.inventory.item.ItemQuery;
import io.cloudlab.core.inventory.item.ItemStore;
import io.cloudlab.core.inventory.item.ItemVisibility;
import io.cloudlab.core.inventory.type.TypeSlug;
import io.cloudlab.core.shared.Page;
import io.cloudlab.core.shared.PageRequest;
import io.cloudlab.core.shared.StaleWrite;
import io.cloudlab.persistence.database.JdbiTransactions;
import io.cloudlab.persistence.database.JsonColumn;
import io.cloudlab.persistence.database.RecentLists;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import org.jdbi.v3.core.Handle;

public final class JdbiItemStore implements ItemStore {
    private final JdbiTransactions database;

    private final RecentLists lists;
    private final ItemSelection.Limits limits;

    /** @param lists shared with the stores of tags and rules */
    public JdbiItemStore(JdbiTransactions database, RecentLists lists, ItemSelection.Limits limits) {
        this.database = database;
        this.lists = lists;
        this.limits = limits;
    }

    @Override
    public List<Long> nextIds(int count) {
        if (count == 0) return List.of();
        return database.read(handle -> handle.createQuery(
                        count == 1
                                ? "select nextval('cloudlab_item_id')"
                                : "with recursive n (i) as (select 1 union all select i + 1 from n where i < " + count
                                        + ") select nextval('cloudlab_item_id') from n")
                .mapTo(Long.class)
                .list());
    }

    @Override
    public void insert(Item item, ItemIndex index) {
        insertAll(List.of(new Indexed(item, index)));
    }

    @Override
    public void insertAll(List<Indexed> items) {
        if (items.isEmpty()) return;
        writing((handle, writes) -> {
            writes.insert(items);
            return items;
        });
    }

    @Override
    public Optional<Item> find(long id) {
        return database.with(handle -> find(handle, id, ""));
    }

    @Override
    public Optional<Item> lock(long id) {
        return database.with(handle -> find(handle, id, " for update"));
    }

    @Override
    public Item update(Item item, ItemIndex index) {
        return writing((handle, writes) -> {
            int written = handle.createUpdate("""
                    update cloudlab_item set data = :data, updated_at = :updatedAt, version = version + 1
                    where id = :id and version = :version""")
                    .bind("data", JsonColumn.write(item.data()))
                    .bind("updatedAt", item.updatedAt())
                    .bind("id", item.id())
                    .bind("version", item.version())
                    .execute();
            if (written == 0) throw new StaleWrite("object");
            writes.replace(item, index);
            return item.withVersion(item.version() + 1);
        });
    }

    @Override
    public void delete(long id) {
        deleteAll(List.of(id));
    }

    @Override
    public void deleteAll(List<Long> ids) {
        if (ids.isEmpty()) return;
        writing((handle, writes) -> {
            writes.delete(ids);
            return ids;
        });
    }

    @Override
    public Page<Item> list(ItemQuery query, ItemVisibility viewer, PageRequest page) {
        return lists.list(query, viewer, page, () -> {
            database.writePending();
            return database.read(handle -> new ItemSelection(query, viewer, handle, limits).page(page));
        });
    }

    @Override
    public boolean hasGrants(TypeSlug type, Set<Integer> roles) {
        if (roles.isEmpty()) return false;
        database.writePending();
        return database.read(handle -> new ItemGrants(type, roles, handle).any());
    }

    @Override
    public void lockType(TypeSlug type) {
        database.whole(handle -> {
            if (locked(handle, type)) return true;
            handle.execute(
                    "insert into cloudlab_item_type (slug, definition) values (?, '') on conflict do nothing", type);
            return locked(handle, type);
        });
    }

    private static boolean locked(Handle handle, TypeSlug type) {
        return handle.createQuery("select slug from cloudlab_item_type where slug = :slug for update")
                .bind("slug", type)
                .mapTo(String.class)
                .findOne()
                .isPresent();
    }

    @Override
    public List<Item> ofSource(TypeSlug type, String adapter) {
        return database.with(handle -> ItemRows.select(
                handle,
                "where type_slug = :type and source = :source order by id",
                query -> query.bind("type", type).bind("source", adapter)));
    }

    @Override
    public Optional<Item> ofSource(TypeSlug type, Item.Source source) {
        return database
                .with(handle -> ItemRows.select(
                        handle,
                        "where type_slug = :type and source = :source and source_key = :key",
                        query -> query.bind("type", type)
                                .bind("source", source.adapter())
                                .bind("key", source.key())))
                .stream()
                .findFirst();
    }

    @Override
    public List<Item> after(TypeSlug type, long after, int limit) {
        return database.with(handle -> ItemRows.select(
                handle,
                "where type_slug = :type and id > :after order by id limit :n",
                query -> query.bind("type", type).bind("after", after).bind("n", limit)));
    }

    @Override
    public boolean reindex(Item item, ItemIndex index) {
        return writing((handle, writes) -> writes.replaceIndex(item, index));
    }

    @Override
    public void replaceData(Item item) {
        database.whole(handle -> handle.execute(
                "update cloudlab_item set data = ? where id = ?", JsonColumn.write(item.data()), item.id()));
        lists.changed();
    }

    @Override
    public String indexedBy(TypeSlug type) {
        return database.read(
                handle -> handle.createQuery("select definition from cloudlab_item_type where slug = :slug")
                        .bind("slug", type)
                        .mapTo(String.class)
                        .findOne()
                        .orElse(""));
    }

    @Override
    public void indexedBy(TypeSlug type, String definition) {
        database.whole(handle -> {
            int changed =
                    handle.execute("update cloudlab_item_type set definition = ? where slug = ?", definition, type);
            return changed > 0
                    ? changed
                    : handle.execute(
                            "insert into cloudlab_item_type (slug, definition) values (?, ?) on conflict do nothing",
                            type,
                            definition);
        });
    }

    /** What is done whole, or not at all, with what it changes about the numbers of objects. */
    private <T> T writing(BiFunction<Handle, ItemWrites, T> work) {
        T written = database.whole(handle -> {
            ItemCounts counts = new ItemCounts();
            T result = work.apply(handle, new ItemWrites(handle, counts));
            database.beforeCommit(handle, counts);
            return result;
        });
        lists.changed();
        return written;
    }

    private static Optional<Item> find(Handle handle, long id, String rest) {
        return ItemRows.select(handle, "where id = :id" + rest, query -> query.bind("id", id)).stream()
                .findFirst();
    }
}
