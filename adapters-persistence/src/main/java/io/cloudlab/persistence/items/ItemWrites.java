package io.cloudlab.persistence.items;

import io.cloudlab.core.inventory.item.Item;
import io.cloudlab.core.inventory.item.ItemIndex;
import io.cloudlab.core.inventory.item.ItemStore;
import io.cloudlab.core.inventory.item.Tag;
import io.cloudlab.core.shared.NotFound;
import io.cloudlab.persistence.database.DatabaseFailures;
import io.cloudlab.persistence.database.JsonColumn;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.JdbiException;
import org.jdbi.v3.core.statement.PreparedBatch;

/** Writes objects with all that is kept beside them, each table in one go. Call it where all of it can be undone. */
final class ItemWrites {
    private static final int BATCH = 1_000;

    private final Handle handle;
    private final ItemCounts counts;
    private final ItemKeys keys;

    /** @param counts learn what this changes about the numbers of objects, and are the caller's to write */
    ItemWrites(Handle handle, ItemCounts counts) {
        this.handle = handle;
        this.counts = counts;
        this.keys = new ItemKeys(handle, counts);
    }

    void insert(List<ItemStore.Indexed> all) {
        for (int from = 0; from < all.size(); from += BATCH) {
            List<ItemStore.Indexed> some = all.subList(from, Math.min(from + BATCH, all.size()));
            insertRows(some);
            new KeptRules(handle)
                    .giveBack(some.stream().map(ItemStore.Indexed::item).toList());
            keys.insert(some);
            insertSearch(some);
            PreparedBatch tags = tagBatch();
            for (ItemStore.Indexed one : some) {
                counts.addObject(one.item().type(), one.item().id(), 1);
                one.item().tags().forEach(tag -> addTag(tags, one.item(), tag));
            }
            refusingUnknownTag(tags);
        }
    }

    /** Everything but the row itself. */
    void replace(Item item, ItemIndex index) {
        keys.replace(item, index);
        replaceSearch(item, index);
        replaceTags(item);
    }

    /** @return false if a unique key was left out, since another object holds it */
    boolean replaceIndex(Item item, ItemIndex index) {
        boolean all = keys.replaceLeavingOut(item, index);
        replaceSearch(item, index);
        return all;
    }

    /** Those that are there. */
    void delete(List<Long> all) {
        for (int from = 0; from < all.size(); from += BATCH) {
            Object[] some =
                    all.subList(from, Math.min(from + BATCH, all.size())).toArray();
            List<Item> items = ItemRows.select(
                    handle, "where id = any (:ids) for update", query -> query.bindArray("ids", Long.class, some));
            new KeptRules(handle).keep(items);
            keys.delete(items);
            deleteRows("delete from cloudlab_item_search where item_id = ?", items);
            deleteRows("delete from cloudlab_item_tag where item_id = ?", items);
            deleteRows("delete from cloudlab_item where id = ?", items);
            for (Item item : items) {
                counts.addObject(item.type(), item.id(), -1);
                item.tags().forEach(tag -> counts.addTagged(item.type(), tag.id(), item.id(), -1));
            }
        }
    }

    private void deleteRows(String sql, List<Item> items) {
        PreparedBatch batch = handle.prepareBatch(sql);
        for (Item item : items) batch.add(item.id());
        if (batch.size() > 0) batch.execute();
    }

    private void insertRows(List<ItemStore.Indexed> items) {
        PreparedBatch batch = handle.prepareBatch("""
                insert into cloudlab_item (id, type_slug, data, created_by, created_at, updated_at, source, source_key,
                    version)
                values (:id, :type, :data, :createdBy, :createdAt, :updatedAt, :source, :sourceKey, :version)""");
        for (ItemStore.Indexed one : items) {
            Item item = one.item();
            batch.bind("id", item.id())
                    .bind("type", item.type())
                    .bind("data", JsonColumn.write(item.data()))
                    .bind("createdBy", item.createdBy())
                    .bind("createdAt", item.createdAt())
                    .bind("updatedAt", item.updatedAt())
                    .bind("source", item.source() == null ? null : item.source().adapter())
                    .bind(
                            "sourceKey",
                            item.source() == null ? null : item.source().key())
                    .bind("version", item.version())
                    .add();
        }
        batch.execute();
    }

    private void replaceSearch(Item item, ItemIndex index) {
        handle.execute("delete from cloudlab_item_search where item_id = ?", item.id());
        insertSearch(List.of(new ItemStore.Indexed(item, index)));
    }

    private void insertSearch(List<ItemStore.Indexed> items) {
        PreparedBatch batch =
                handle.prepareBatch("insert into cloudlab_item_search (item_id, type_slug, text) values (?, ?, ?)");
        for (ItemStore.Indexed one : items)
            if (!one.index().searchText().isEmpty())
                batch.add(one.item().id(), one.item().type(), one.index().searchText());
        if (batch.size() > 0) batch.execute();
    }

    private void replaceTags(Item item) {
        Set<Integer> stored =
                new HashSet<>(handle.createQuery("select tag_id from cloudlab_item_tag where item_id = :item")
                        .bind("item", item.id())
                        .mapTo(Integer.class)
                        .list());
        PreparedBatch batch = tagBatch();
        for (Tag tag : item.tags()) if (!stored.remove(tag.id())) addTag(batch, item, tag);
        for (int gone : stored) {
            handle.execute("delete from cloudlab_item_tag where item_id = ? and tag_id = ?", item.id(), gone);
            counts.addTagged(item.type(), gone, item.id(), -1);
        }
        refusingUnknownTag(batch);
    }

    private PreparedBatch tagBatch() {
        return handle.prepareBatch("insert into cloudlab_item_tag (item_id, tag_id, type_slug) values (?, ?, ?)");
    }

    private void addTag(PreparedBatch batch, Item item, Tag tag) {
        batch.add(item.id(), tag.id(), item.type());
        counts.addTagged(item.type(), tag.id(), item.id(), 1);
    }

    private static void refusingUnknownTag(PreparedBatch batch) {
        if (batch.size() == 0) return;
        try {
            batch.execute();
        } catch (JdbiException e) {
            throw DatabaseFailures.isUnreferenced(e) ? new NotFound("tag") : e;
        }
    }
}
