package io.cloudlab.persistence.items;

import io.cloudlab.core.inventory.item.Tag;
import io.cloudlab.core.inventory.item.TagCount;
import io.cloudlab.core.inventory.item.TagStore;
import io.cloudlab.core.shared.Conflict;
import io.cloudlab.core.shared.NotFound;
import io.cloudlab.persistence.database.DatabaseFailures;
import io.cloudlab.persistence.database.JdbiTransactions;
import io.cloudlab.persistence.database.RecentLists;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.JdbiException;

public final class JdbiTagStore implements TagStore {
    private static final String COUNTED = """
            select tag.*, (select coalesce(sum(objects), 0) from cloudlab_item_count counted
                where counted.tag_id = tag.id) as objects
            from cloudlab_tag tag""";

    private final JdbiTransactions database;
    private final RecentLists lists;

    public JdbiTagStore(JdbiTransactions database, RecentLists lists) {
        this.database = database;
        this.lists = lists;
    }

    @Override
    public List<TagCount> all() {
        database.writePending();
        return database
                .with(handle -> handle.createQuery(COUNTED)
                        .map((row, context) -> new TagCount(ItemRows.tag(row), row.getLong("objects")))
                        .list())
                .stream()
                .sorted(Comparator.comparing(TagCount::tag))
                .toList();
    }

    @Override
    public Optional<TagCount> find(int id) {
        database.writePending();
        return database.read(handle -> handle.createQuery(COUNTED + " where tag.id = :id")
                .bind("id", id)
                .map((row, context) -> new TagCount(ItemRows.tag(row), row.getLong("objects")))
                .findOne());
    }

    @Override
    public List<Tag> findAll(Collection<Integer> ids) {
        return database
                .with(handle -> handle.createQuery("select * from cloudlab_tag where id = any (:ids)")
                        .bindArray("ids", Integer.class, ids.toArray())
                        .map((row, context) -> ItemRows.tag(row))
                        .list())
                .stream()
                .sorted()
                .toList();
    }

    @Override
    public List<Tag> named(Collection<String> names) {
        Object[] keys = names.stream()
                .map(Tag::key)
                .filter(key -> key.indexOf('\0') < 0) // no stored name has it, and PostgreSQL refuses to be asked
                .toArray();
        return database
                .with(handle -> handle.createQuery("select * from cloudlab_tag where name_key = any (:keys)")
                        .bindArray("keys", String.class, keys)
                        .map((row, context) -> ItemRows.tag(row))
                        .list())
                .stream()
                .sorted()
                .toList();
    }

    @Override
    public Tag insert(Tag tag) {
        int id = database.whole(handle -> handle.createUpdate("""
                        insert into cloudlab_tag (name, name_key, color) values (:name, :key, :color)
                        on conflict do nothing""")
                .bind("name", tag.name())
                .bind("key", Tag.key(tag.name()))
                .bind("color", tag.color())
                .executeAndReturnGeneratedKeys("id")
                .mapTo(Integer.class)
                .findOne()
                .orElseThrow(JdbiTagStore::exists));
        return new Tag(id, tag.name(), tag.color());
    }

    @Override
    public void update(Tag tag) {
        try {
            int written = database.whole(handle -> handle.createUpdate(
                            "update cloudlab_tag set name = :name, name_key = :key, color = :color where id = :id")
                    .bind("name", tag.name())
                    .bind("key", Tag.key(tag.name()))
                    .bind("color", tag.color())
                    .bind("id", tag.id())
                    .execute());
            if (written == 0) throw new NotFound("tag");
            lists.changed();
        } catch (JdbiException e) {
            throw DatabaseFailures.isDuplicate(e) ? exists() : e;
        }
    }

    /** Its marks and grants go with it. */
    @Override
    public void delete(int id) {
        database.writePending();
        database.whole(handle -> {
            int gone = handle.execute("delete from cloudlab_tag where id = ?", id);
            return gone + handle.execute("delete from cloudlab_item_count where tag_id = ? and tag_id > 0", id);
        });
        lists.changed();
    }

    private static Conflict exists() {
        return new Conflict("tag-exists", "A tag of this name already exists.");
    }
}
