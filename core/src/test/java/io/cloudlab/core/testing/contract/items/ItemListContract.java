package io.cloudlab.core.testing.contract.items;

import static io.cloudlab.core.testing.SampleItems.BOX;
import static io.cloudlab.core.testing.SampleItems.index;
import static io.cloudlab.core.testing.SampleItems.key;
import static org.assertj.core.api.Assertions.assertThat;

import io.cloudlab.core.access.AclRule.Effect;
import io.cloudlab.core.inventory.item.FieldKey;
import io.cloudlab.core.inventory.item.Item;
import io.cloudlab.core.inventory.item.ItemQuery;
import io.cloudlab.core.inventory.item.ItemVisibility;
import io.cloudlab.core.inventory.item.Tag;
import io.cloudlab.core.inventory.type.TypeSlug;
import io.cloudlab.core.shared.Page;
import io.cloudlab.core.shared.PageRequest;
import io.cloudlab.core.testing.SampleItems;
import io.cloudlab.core.testing.contract.StoresContract;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** How every store lists objects. */
public interface ItemListContract extends StoresContract {
    private Tag tag(String name) {
        return stores().tags().insert(new Tag(0, name, null));
    }

    private Item stored(String name, String size, Tag... tags) {
        Item item = SampleItems.box(stores().items().nextIds(1).get(0), name, tags);
        stores().items().insert(item, index(item, size));
        return item;
    }

    private Page<Item> list(ItemQuery query, ItemVisibility viewer) {
        return stores().items().list(query, viewer, new PageRequest(1, 10));
    }

    private List<Item> found(ItemQuery query) {
        Page<Item> page = list(query, ItemVisibility.SYSTEM);
        assertThat(page.total()).isEqualTo(page.items().size());
        assertThat(stores().items()
                        .list(query, ItemVisibility.SYSTEM, new PageRequest(1, 1))
                        .total())
                .isEqualTo(page.total());
        return page.items();
    }

    private static ItemQuery query(
            String search, Set<Integer> tags, Map<String, FieldKey> fields, String sort, boolean down) {
        return new ItemQuery(BOX, search, tags, fields, sort, down);
    }

    private static ItemQuery searching(String search) {
        return query(search, Set.of(), Map.of(), null, true);
    }

    private static ItemQuery sorted(String field, boolean down) {
        return query(null, Set.of(), Map.of(), field, down);
    }

    private int role(String name) {
        return stores().roles().insert(name, "", false, NOON, Set.of()).id();
    }

    @Test
    default void newestObjectsOfTheTypeComeFirst() {
        Item one = stored("one", "big");
        Item two = stored("two", "big");
        Item other = new Item(
                stores().items().nextIds(1).get(0),
                new TypeSlug("other"),
                Map.of("name", "x"),
                List.of(),
                7,
                NOON,
                NOON,
                null,
                0);
        stores().items().insert(other, index(other));
        Item three = stored("three", "big");

        assertThat(found(ItemQuery.all(BOX))).containsExactly(three, two, one);
        assertThat(found(sorted(null, false))).containsExactly(one, two, three);
        assertThat(found(ItemQuery.all(new TypeSlug("empty")))).isEmpty();
    }

    @Test
    default void pagesOfObjectsHoldEachOnce() {
        for (int each = 0; each < 7; each++) stored("box " + each, each % 2 == 0 ? "big" : "small");
        Page<Item> first = stores().items().list(ItemQuery.all(BOX), ItemVisibility.SYSTEM, new PageRequest(1, 3));
        Page<Item> third = stores().items().list(ItemQuery.all(BOX), ItemVisibility.SYSTEM, new PageRequest(3, 3));
        Page<Item> tenth = stores().items().list(ItemQuery.all(BOX), ItemVisibility.SYSTEM, new PageRequest(10, 3));

        assertThat(first.items()).extracting(Item::name).containsExactly("box 6", "box 5", "box 4");
        assertThat(third.items()).extracting(Item::name).containsExactly("box 0");
        assertThat(tenth.items()).isEmpty();
        assertThat(List.of(first.total(), third.total(), tenth.total())).containsOnly(7L);
    }

    @Test
    default void searchTakesWildcardsAndQuotesAsTheyAre() {
        Item odd = stored("100% _big_ \\ 'x'", "big");
        stored("100 big", "big");

        assertThat(found(searching("0% _b"))).containsExactly(odd);
        assertThat(found(searching("\\ 'x'"))).containsExactly(odd);
        assertThat(found(searching("big"))).hasSize(2);
        assertThat(found(searching("%"))).containsExactly(odd);
        assertThat(found(searching("nowhere"))).isEmpty();
    }

    @Test
    default void objectMustBearAllTagsThatAreAskedFor() {
        Tag prod = tag("prod");
        Tag test = tag("test");
        Item both = stored("both", "big", prod, test);
        Item one = stored("one", "big", prod);
        stored("none", "big");

        assertThat(found(query(null, Set.of(prod.id()), Map.of(), null, true))).containsExactly(one, both);
        assertThat(found(query(null, Set.of(prod.id()), Map.of(), null, false))).containsExactly(both, one);
        assertThat(found(query(null, Set.of(prod.id(), test.id()), Map.of(), null, true)))
                .containsExactly(both);
    }

    @Test
    default void fieldsMustHoldExactlyWhatIsAskedFor() {
        Item big = stored("one", "big");
        stored("two", "bigger");
        stored("three", "small");

        assertThat(found(query(null, Set.of(), Map.of("size", key("big")), null, true)))
                .containsExactly(big);
        assertThat(found(query(null, Set.of(), Map.of("size", key("big"), "name", key("one")), null, true)))
                .containsExactly(big);
        assertThat(found(query(null, Set.of(), Map.of("size", key("big"), "name", key("two")), null, true)))
                .isEmpty();
        assertThat(found(query(null, Set.of(), Map.of("other", key("big")), null, true)))
                .isEmpty();
    }

    @Test
    default void objectsAreSortedByAFieldAndThenTheNewestFirst() {
        Item one = stored("one", "b");
        Item two = stored("two", "a");
        Item three = stored("three", "b");

        assertThat(found(sorted("size", false))).containsExactly(two, three, one);
        assertThat(found(sorted("size", true))).containsExactly(three, one, two);
        assertThat(found(sorted("name", false))).containsExactly(one, three, two);
    }

    @Test
    default void everythingCanBeAskedForAtOnce() {
        Tag prod = tag("prod");
        Item first = stored("box a", "big", prod);
        Item second = stored("box b", "big", prod);
        stored("box c", "small", prod);
        stored("box d", "big");
        stored("crate", "big", prod);

        assertThat(found(query("box", Set.of(prod.id()), Map.of("size", key("big")), "name", false)))
                .containsExactly(first, second);
        assertThat(found(query("box", Set.of(prod.id()), Map.of("size", key("big")), "name", true)))
                .containsExactly(second, first);
    }

    @Test
    default void viewerOfTheTypeSeesAllThatNoRuleHides() {
        int role = role("a");
        int other = role("b");
        Item hidden = stored("hidden", "big");
        Item shown = stored("shown", "big");
        stores().acl().put(hidden.id(), role, "view", Effect.DENY);
        stores().acl().put(shown.id(), role, "edit", Effect.DENY);

        assertThat(list(ItemQuery.all(BOX), new ItemVisibility(false, true, Set.of(role, other)))
                        .items())
                .containsExactly(shown);
        assertThat(list(ItemQuery.all(BOX), new ItemVisibility(false, true, Set.of(other)))
                        .items())
                .containsExactly(shown, hidden);
        assertThat(list(ItemQuery.all(BOX), new ItemVisibility(false, true, Set.of()))
                        .items())
                .containsExactly(shown, hidden);
        assertThat(list(ItemQuery.all(BOX), new ItemVisibility(true, true, Set.of(role)))
                        .items())
                .containsExactly(shown, hidden);
    }

    @Test
    default void viewerWithGrantsSeesExactlyWhatTheyShow() {
        int role = role("a");
        Tag prod = tag("prod");
        Item byRule = stored("by rule", "big");
        Item byTag = stored("by tag", "big", prod);
        Item hidden = stored("hidden", "big", prod);
        stored("other", "big");
        stores().acl().put(byRule.id(), role, "view", Effect.ALLOW);
        stores().acl().put(hidden.id(), role, "view", Effect.DENY);
        stores().acl().grant(prod.id(), role, "view");
        stores().acl().grant(prod.id(), role("b"), "view");
        ItemVisibility viewer = new ItemVisibility(false, false, Set.of(role));

        assertThat(list(ItemQuery.all(BOX), viewer).items()).containsExactly(byTag, byRule);
        assertThat(list(searching("by"), viewer).items()).containsExactly(byTag, byRule);
        assertThat(list(sorted("name", false), viewer).items()).containsExactly(byRule, byTag);
        assertThat(list(query(null, Set.of(prod.id()), Map.of(), null, true), viewer)
                        .items())
                .containsExactly(byTag);
    }

    @Test
    default void grantsCountInTheirTypeOnly() {
        int role = role("a");
        int edits = role("b");
        int tagged = role("c");
        Tag prod = tag("prod");
        Tag bare = tag("bare");
        Item box = stored("one", "big", prod);
        stores().acl().put(box.id(), role, "view", Effect.ALLOW);
        stores().acl().put(box.id(), edits, "edit", Effect.ALLOW);
        stores().acl().grant(prod.id(), tagged, "view");
        stores().acl().grant(bare.id(), edits, "view");

        assertThat(stores().items().hasGrants(BOX, Set.of(role))).isTrue();
        assertThat(stores().items().hasGrants(BOX, Set.of(tagged, 99))).isTrue();
        assertThat(stores().items().hasGrants(BOX, Set.of(edits))).isFalse();
        assertThat(stores().items().hasGrants(BOX, Set.of())).isFalse();
        assertThat(stores().items().hasGrants(new TypeSlug("other"), Set.of(role, tagged)))
                .isFalse();
    }
}
