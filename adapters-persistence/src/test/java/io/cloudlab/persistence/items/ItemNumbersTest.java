package io.cloudlab.persistence.items;

import static io.cloudlab.core.testing.SampleItems.BOX;
import static io.cloudlab.core.testing.SampleItems.key;
import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import io.cloudlab.core.inventory.item.FieldKey;
import io.cloudlab.core.inventory.item.Item;
import io.cloudlab.core.inventory.item.ItemIndex;
import io.cloudlab.core.inventory.item.ItemQuery;
import io.cloudlab.core.inventory.item.ItemStore;
import io.cloudlab.core.inventory.item.ItemVisibility;
import io.cloudlab.core.inventory.item.Tag;
import io.cloudlab.core.shared.PageRequest;
import io.cloudlab.core.testing.SampleItems;
import io.cloudlab.persistence.connection.H2Url;
import io.cloudlab.persistence.connection.Pools;
import io.cloudlab.persistence.database.JdbiTransactions;
import io.cloudlab.persistence.database.Migrations;
import io.cloudlab.persistence.database.RecentLists;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Numbers that are kept stay those of what is stored. */
class ItemNumbersTest {
    private static final List<String> SIZES = List.of("small", "medium", "big");

    private final Random random = new Random(5);
    private final List<Item> items = new ArrayList<>();
    private final List<Tag> tags = new ArrayList<>();
    private HikariDataSource pool;
    private JdbiTransactions transactions;
    private ItemStore store;

    @BeforeEach
    void open() {
        pool = Pools.h2(H2Url.withSettings("jdbc:h2:mem:numbers;DB_CLOSE_DELAY=0"), null, null);
        Migrations.run(pool);
        transactions = new JdbiTransactions(pool);
        RecentLists lists = new RecentLists(transactions, Clock.systemUTC());
        store = new JdbiItemStore(transactions, lists, ItemSelection.Limits.USUAL);
        for (String name : List.of("a", "b"))
            tags.add(new JdbiTagStore(transactions, lists).insert(new Tag(0, name, null)));
    }

    @AfterEach
    void close() {
        pool.close();
    }

    @Test
    void numbersStayTrueWhateverIsWritten() {
        for (int round = 0; round < 60; round++) {
            writeSomething();
            if (round % 5 == 0)
                transactions.run(() -> {
                    writeSomething();
                    writeSomething();
                    assertNumbers();
                });
            assertNumbers();
        }
        while (!items.isEmpty()) store.delete(items.remove(0).id());
        assertNumbers();
        assertThat(rows("cloudlab_item_count") + rows("cloudlab_item_field_count"))
                .isZero();
    }

    @Test
    void numbersOfATransactionThatIsUndoneAreUndone() {
        writeSomething();
        try {
            transactions.run(() -> {
                insert();
                assertNumbers();
                throw new IllegalStateException("on purpose");
            });
        } catch (IllegalStateException e) {
            items.remove(items.size() - 1);
        }
        assertNumbers();
    }

    @Test
    void migrationCountsWhatIsThere() {
        for (int round = 0; round < 30; round++) writeSomething();
        transactions.whole(handle -> handle.execute("delete from cloudlab_item_count where tag_id = 0")
                + handle.execute("drop table cloudlab_item_field_count")
                + handle.execute("delete from cloudlab_schema_history where cast(version as integer) >= 8"));
        Migrations.run(pool);
        assertNumbers();
        while (!items.isEmpty()) store.delete(items.remove(0).id());
        assertThat(rows("cloudlab_item_count") + rows("cloudlab_item_field_count"))
                .isZero();
    }

    private void writeSomething() {
        int what = random.nextInt(6);
        if (what < 3 || items.isEmpty()) {
            insert();
            return;
        }
        int at = random.nextInt(items.size());
        Item item = items.get(at);
        if (what == 3) {
            store.delete(item.id());
            items.remove(at);
        } else if (what == 4) {
            Item changed = item(item.id(), item, item.version());
            items.set(at, store.update(changed, index(changed, random.nextBoolean())));
        } else {
            store.reindex(item, index(item, random.nextBoolean()));
        }
    }

    private void insert() {
        long id = store.nextIds(1).get(0);
        Item item = item(id, SampleItems.box(id, ""), 0);
        store.insert(item, index(item, random.nextBoolean()));
        items.add(item);
    }

    private Item item(long id, Item like, long version) {
        return new Item(id, BOX, data(id), someTags(), 7, like.createdAt(), like.updatedAt(), null, version);
    }

    private Map<String, Object> data(long id) {
        return Map.of("name", "box " + id, "size", SIZES.get(random.nextInt(3)));
    }

    private List<Tag> someTags() {
        return tags.stream().filter(tag -> random.nextBoolean()).toList();
    }

    /** A name is always unlike all others, but only sometimes has to be. */
    private static ItemIndex index(Item item, boolean unique) {
        Map<String, FieldKey> keys = new HashMap<>();
        item.data().forEach((field, value) -> keys.put(field, key(String.valueOf(value))));
        return new ItemIndex("", keys, unique ? Map.of("name", keys.get("name")) : Map.of());
    }

    private void assertNumbers() {
        assertThat(total(ItemQuery.all(BOX))).isEqualTo(items.size());
        for (Tag tag : tags)
            assertThat(total(query(Set.of(tag.id()), Map.of())))
                    .isEqualTo(items.stream()
                            .filter(item -> item.tags().contains(tag))
                            .count());
        for (String size : SIZES)
            assertThat(total(query(Set.of(), Map.of("size", key(size)))))
                    .isEqualTo(items.stream()
                            .filter(item -> item.data().get("size").equals(size))
                            .count());
        for (Item item : items)
            assertThat(transactions.<Long>with(handle -> ItemNumbers.ofValue(
                            handle,
                            ItemFields.key(BOX, "name"),
                            key(String.valueOf(item.data().get("name"))))))
                    .isEqualTo(1);
    }

    private long total(ItemQuery query) {
        return store.list(query, ItemVisibility.SYSTEM, new PageRequest(1_000, 1))
                .total();
    }

    private static ItemQuery query(Set<Integer> tags, Map<String, FieldKey> fields) {
        return new ItemQuery(BOX, null, tags, fields, null, true);
    }

    private int rows(String table) {
        return transactions.with(handle -> handle.createQuery("select count(*) from " + table)
                .mapTo(Integer.class)
                .one());
    }
}
