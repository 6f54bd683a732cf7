package io.cloudlab.persistence.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import io.cloudlab.core.access.AclRule;
import io.cloudlab.core.access.Permission;
import io.cloudlab.core.inventory.item.Item;
import io.cloudlab.core.inventory.item.ItemIndex;
import io.cloudlab.core.inventory.item.ItemQuery;
import io.cloudlab.core.inventory.item.ItemStore;
import io.cloudlab.core.inventory.item.ItemVisibility;
import io.cloudlab.core.inventory.item.Tag;
import io.cloudlab.core.inventory.type.TypeSlug;
import io.cloudlab.core.shared.Page;
import io.cloudlab.core.shared.PageRequest;
import io.cloudlab.core.testing.MutableClock;
import io.cloudlab.persistence.connection.H2Url;
import io.cloudlab.persistence.connection.Pools;
import io.cloudlab.persistence.items.ItemSelection;
import io.cloudlab.persistence.items.JdbiAclStore;
import io.cloudlab.persistence.items.JdbiItemStore;
import io.cloudlab.persistence.items.JdbiTagStore;
import io.cloudlab.persistence.people.JdbiRoleStore;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Lists that were asked for before are found again, and never told when they are no longer true. */
class RecentListsTest {
    private static final TypeSlug TYPE = new TypeSlug("server");
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

    private final MutableClock clock = new MutableClock(Instant.parse("2026-03-01T12:00:00Z"));
    private HikariDataSource pool;
    private JdbiTransactions transactions;
    private ItemStore items;
    private JdbiTagStore tags;
    private JdbiAclStore acl;
    private JdbiRoleStore roles;
    private int role;

    @BeforeEach
    void open() {
        pool = Pools.h2(H2Url.withSettings("jdbc:h2:mem:lists;DB_CLOSE_DELAY=0"), null, null);
        Migrations.run(pool);
        transactions = new JdbiTransactions(pool);
        RecentLists lists = new RecentLists(transactions, clock);
        items = new JdbiItemStore(transactions, lists, ItemSelection.Limits.USUAL);
        tags = new JdbiTagStore(transactions, lists);
        acl = new JdbiAclStore(transactions, lists);
        roles = new JdbiRoleStore(transactions, lists);
        role = roles.insert("readers", "", false, NOON, Set.<Permission>of()).id();
    }

    @AfterEach
    void close() {
        pool.close();
    }

    @Test
    void listThatIsStillTrueIsTheSameObjectForAWhile() {
        insert("a", List.of());
        Page<Item> first = list();
        assertThat(list()).isSameAs(first);
        clock.advance(RecentLists.MAX_AGE);
        assertThat(list()).isNotSameAs(first).isEqualTo(first);
    }

    @Test
    void changesOfObjectsTagsAndRulesAreSeenAtOnce() {
        Tag tag = tags.insert(new Tag(0, "prod", null));
        Item item = insert("a", List.of(tag));
        assertThat(list().items()).containsExactly(item);

        Tag renamed = new Tag(tag.id(), "production", "#22aa55");
        tags.update(renamed);
        assertThat(list().items().get(0).tags()).containsExactly(renamed);

        assertThat(granted().total()).isZero();
        long grant = acl.grant(tag.id(), role, "view").id();
        assertThat(granted().total()).isOne();
        acl.revoke(tag.id(), grant);
        assertThat(granted().total()).isZero();
        long rule = acl.put(item.id(), role, "view", AclRule.Effect.ALLOW).id();
        assertThat(granted().total()).isOne();
        acl.remove(item.id(), rule);
        assertThat(granted().total()).isZero();
        acl.put(item.id(), role, "view", AclRule.Effect.ALLOW);
        assertThat(granted().total()).isOne();
        roles.delete(role);
        assertThat(granted().total()).isZero();

        tags.delete(tag.id());
        assertThat(list().items().get(0).tags()).isEmpty();
        items.replaceData(item.withTags(List.of()).withData(Map.of("hostname", "b")));
        assertThat(list().items().get(0).name()).isEqualTo("b");
        items.delete(item.id());
        assertThat(list().total()).isZero();
    }

    @Test
    void transactionSeesWhatItDidAndOthersOnlyWhatIsCommitted() {
        insert("a", List.of());
        assertThat(list().total()).isOne();
        transactions.run(() -> {
            insert("b", List.of());
            assertThat(list().total()).isEqualTo(2);
        });
        assertThat(list().total()).isEqualTo(2);
        assertThatThrownBy(() -> transactions.run(() -> {
                    insert("c", List.of());
                    assertThat(list().total()).isEqualTo(3);
                    throw new IllegalStateException("on purpose");
                }))
                .isInstanceOf(IllegalStateException.class);
        assertThat(list().total()).isEqualTo(2);
    }

    private Item insert(String name, List<Tag> marked) {
        long id = items.nextIds(1).get(0);
        Item item = new Item(id, TYPE, Map.of("hostname", name), marked, null, NOON, NOON, null, 0);
        items.insert(item, new ItemIndex(name, Map.of(), Map.of()));
        return item;
    }

    private Page<Item> list() {
        return items.list(ItemQuery.all(TYPE), ItemVisibility.SYSTEM, new PageRequest(1, 10));
    }

    private Page<Item> granted() {
        return items.list(ItemQuery.all(TYPE), new ItemVisibility(false, false, Set.of(role)), new PageRequest(1, 10));
    }
}
