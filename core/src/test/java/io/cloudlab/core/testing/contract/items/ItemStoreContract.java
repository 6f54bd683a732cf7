package io.cloudlab.core.testing.contract.items;

import static io.cloudlab.core.testing.SampleItems.BOX;
import static io.cloudlab.core.testing.SampleItems.box;
import static io.cloudlab.core.testing.SampleItems.index;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cloudlab.core.inventory.item.Item;
import io.cloudlab.core.inventory.item.ItemIndex;
import io.cloudlab.core.inventory.item.ItemQuery;
import io.cloudlab.core.inventory.item.ItemStore;
import io.cloudlab.core.inventory.item.ItemVisibility;
import io.cloudlab.core.inventory.item.Tag;
import io.cloudlab.core.inventory.item.UniqueClash;
import io.cloudlab.core.inventory.type.TypeSlug;
import io.cloudlab.core.shared.NotFound;
import io.cloudlab.core.shared.PageRequest;
import io.cloudlab.core.shared.StaleWrite;
import io.cloudlab.core.testing.Race;
import io.cloudlab.core.testing.contract.StoresContract;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

/** What every {@link ItemStore} does. */
public interface ItemStoreContract extends StoresContract {
    private ItemStore items() {
        return stores().items();
    }

    private Tag tag(String name) {
        return stores().tags().insert(new Tag(0, name, "#22aa55"));
    }

    private Item stored(String name, Tag... tags) {
        Item item = box(items().nextIds(1).get(0), name, tags);
        items().insert(item, index(item));
        return item;
    }

    private long total() {
        return items().list(ItemQuery.all(BOX), ItemVisibility.SYSTEM, new PageRequest(1, 1))
                .total();
    }

    private long borne(Tag tag) {
        return stores().tags().find(tag.id()).orElseThrow().objects();
    }

    @Test
    default void numbersOfObjectsRiseAndAreNeverGivenOutAgain() {
        List<Long> ids = new ArrayList<>(items().nextIds(3));
        ids.addAll(items().nextIds(1));
        ids.addAll(items().nextIds(0));
        ids.addAll(items().nextIds(2_500));

        assertThat(ids).hasSize(2_504).doesNotHaveDuplicates().isSorted();
    }

    @Test
    default void objectComesBackAsItWasStored() {
        Tag prod = tag("prod");
        Tag beta = tag("Beta");
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("name", "Größe \u0000 \uD83D\uDE00 '\"\\ %_");
        data.put("count", Long.MIN_VALUE);
        data.put("on", true);
        data.put("many", Arrays.asList(1L, new BigInteger("99999999999999999999"), new BigDecimal("1.50"), "x", null));
        data.put("map", Map.of("$sealed", "text", "inner", Map.of("a", List.of())));
        Item item = new Item(
                items().nextIds(1).get(0),
                BOX,
                data,
                List.of(prod, beta),
                null,
                NOON,
                NOON.plusSeconds(1),
                new Item.Source("users", "mira"),
                0);
        items().insert(item, new ItemIndex("", Map.of(), Map.of()));

        assertThat(items().find(item.id())).contains(item);
        assertThat(items().lock(item.id())).contains(item);
        assertThat(item.tags()).containsExactly(beta, prod);
        assertThat(items().find(item.id() + 1)).isEmpty();
        assertThat(items().lock(item.id() + 1)).isEmpty();
    }

    @Test
    default void secondObjectWithAUniqueValueIsRefusedAndLeavesNothing() {
        Tag prod = tag("prod");
        stored("one");
        stores().transactions().run(() -> {
            assertThatThrownBy(() -> stored("one", prod))
                    .isInstanceOfSatisfying(
                            UniqueClash.class,
                            clash -> assertThat(clash.field()).isEqualTo("name"));
            stored("two");
        });

        assertThat(total()).isEqualTo(2);
        assertThat(borne(prod)).isZero();
    }

    @Test
    default void objectsOfDifferentTypesMayShareAUniqueValue() {
        stored("one");
        TypeSlug other = new TypeSlug("other");
        Item same =
                new Item(items().nextIds(1).get(0), other, Map.of("name", "one"), List.of(), 7, NOON, NOON, null, 0);
        items().insert(same, index(same));

        assertThat(items().find(same.id())).contains(same);
    }

    @RepeatedTest(3)
    default void uniqueValueGoesToOneOfManyWhoWantItAtOnce() {
        List<Long> ids = items().nextIds(8);
        List<Boolean> won = Race.of(
                8,
                number -> Race.succeeds(UniqueClash.class, () -> {
                    Item item = box(ids.get(number), "wanted");
                    stores().transactions().run(() -> items().insert(item, index(item)));
                }));

        assertThat(won).containsOnlyOnce(true);
        assertThat(total()).isEqualTo(1);
    }

    @RepeatedTest(3)
    default void uniqueValueGoesToOneOfManyWhoChangeToItAtOnce() {
        List<Item> all = new ArrayList<>();
        for (int each = 0; each < 6; each++) all.add(stored("box " + each));
        List<Boolean> won = Race.of(
                6,
                number -> Race.succeeds(UniqueClash.class, () -> {
                    Item next = renamed(all.get(number), "wanted");
                    stores().transactions().run(() -> items().update(next, index(next)));
                }));

        assertThat(won).containsOnlyOnce(true);
        assertThat(all.stream()
                        .map(item ->
                                items().find(item.id()).orElseThrow().data().get("name")))
                .containsOnlyOnce("wanted");
    }

    private static Item renamed(Item item, String name) {
        return new Item(
                item.id(),
                item.type(),
                Map.of("name", name),
                item.tags(),
                item.createdBy(),
                item.createdAt(),
                NOON.plusSeconds(60),
                item.source(),
                item.version());
    }

    @Test
    default void changeReplacesDataTagsAndWhatItIsFoundBy() {
        Tag prod = tag("prod");
        Tag test = tag("test");
        Item item = stored("one", prod);
        Item next = renamed(item, "two").withTags(List.of(test));
        Item kept = items().update(next, index(next));

        assertThat(kept).isEqualTo(next.withVersion(1));
        assertThat(items().find(item.id())).contains(kept);
        assertThat(borne(prod)).isZero();
        assertThat(borne(test)).isEqualTo(1);
        Item again = stored("one");
        assertThat(items().find(again.id())).contains(again);
        assertThatThrownBy(() -> stored("two")).isInstanceOf(UniqueClash.class);
    }

    @Test
    default void secondWriterOfTheSameVersionOfAnObjectIsRefused() {
        Item item = stored("one");
        Item next = renamed(item, "two");
        Item kept = items().update(next, index(next));

        assertThatThrownBy(() -> items().update(renamed(item, "three"), index(renamed(item, "three"))))
                .isInstanceOf(StaleWrite.class);
        assertThat(items().find(item.id())).contains(kept);
        Item gone = box(item.id() + 1, "four");
        assertThatThrownBy(() -> items().update(gone, index(gone))).isInstanceOf(StaleWrite.class);
    }

    @Test
    default void refusedChangeLeavesTheObjectAsItWas() {
        Tag prod = tag("prod");
        stored("one");
        Item item = stored("two", prod);
        Item clashing = renamed(item, "one").withTags(List.of());
        assertThatThrownBy(() -> items().update(clashing, index(clashing))).isInstanceOf(UniqueClash.class);

        assertThat(items().find(item.id())).contains(item);
        assertThat(borne(prod)).isEqualTo(1);
    }

    @Test
    default void tagThatHasGoneCannotBeBorne() {
        Tag gone = tag("gone");
        stores().tags().delete(gone.id());
        Item kept = stored("kept");

        assertThatThrownBy(() -> stored("one", gone)).isInstanceOf(NotFound.class);
        Item marked = kept.withTags(List.of(gone));
        assertThatThrownBy(() -> items().update(marked, index(marked))).isInstanceOf(NotFound.class);
        assertThat(items().find(kept.id())).contains(kept);
        assertThat(total()).isEqualTo(1);
    }

    @Test
    default void deletedObjectLeavesNothingBehind() {
        Tag prod = tag("prod");
        Item item = stored("one", prod);
        items().delete(item.id());
        items().delete(item.id());

        assertThat(items().find(item.id())).isEmpty();
        assertThat(total()).isZero();
        assertThat(borne(prod)).isZero();
        stored("one", prod);
        assertThat(total()).isEqualTo(1);
    }

    @Test
    default void manyObjectsAreStoredAllOrNone() {
        Tag prod = tag("prod");
        List<ItemStore.Indexed> many = new ArrayList<>();
        for (long id : items().nextIds(2_300)) {
            Item item = box(id, "box " + id, prod);
            many.add(new ItemStore.Indexed(item, index(item)));
        }
        items().insertAll(many);
        assertThat(total()).isEqualTo(2_300);
        assertThat(borne(prod)).isEqualTo(2_300);

        List<Long> ids = items().nextIds(2);
        Item fresh = box(ids.get(0), "fresh");
        Item clashing = box(ids.get(1), String.valueOf(many.get(7).item().data().get("name")));
        assertThatThrownBy(() -> items().insertAll(List.of(
                        new ItemStore.Indexed(fresh, index(fresh)), new ItemStore.Indexed(clashing, index(clashing)))))
                .isInstanceOf(UniqueClash.class);
        assertThat(items().find(fresh.id())).isEmpty();
        assertThat(total()).isEqualTo(2_300);

        List<Long> gone = new ArrayList<>(
                many.stream().skip(100).map(one -> one.item().id()).toList());
        gone.add(fresh.id()); // was never there
        items().deleteAll(gone);
        items().deleteAll(List.of());
        assertThat(total()).isEqualTo(100);
        assertThat(borne(prod)).isEqualTo(100);
        assertThat(items().find(gone.get(0))).isEmpty();
        stored("box " + gone.get(0), prod);
        assertThat(total()).isEqualTo(101);
    }
}
