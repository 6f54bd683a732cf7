package io.cloudlab.core.testing.contract.items;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cloudlab.core.inventory.item.Item;
import io.cloudlab.core.inventory.item.Tag;
import io.cloudlab.core.inventory.item.TagCount;
import io.cloudlab.core.inventory.item.TagStore;
import io.cloudlab.core.shared.Conflict;
import io.cloudlab.core.shared.NotFound;
import io.cloudlab.core.testing.SampleItems;
import io.cloudlab.core.testing.contract.StoresContract;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What every {@link TagStore} does. */
public interface TagStoreContract extends StoresContract {
    private Tag tag(String name, String color) {
        return stores().tags().insert(new Tag(0, name, color));
    }

    private Item marked(String name, Tag... tags) {
        Item item = SampleItems.box(stores().items().nextIds(1).get(0), name, tags);
        stores().items().insert(item, SampleItems.index(item));
        return item;
    }

    @Test
    default void tagsAreListedByNameWithTheNumberOfTheirObjects() {
        Tag zebra = tag("zebra", null);
        Tag apple = tag("Apple", "#22aa55");
        marked("one", zebra, apple);
        marked("two", zebra);

        assertThat(stores().tags().all()).containsExactly(new TagCount(apple, 1), new TagCount(zebra, 2));
        assertThat(stores().tags().find(zebra.id())).contains(new TagCount(zebra, 2));
        assertThat(stores().tags().find(zebra.id() + apple.id())).isEmpty();
    }

    @Test
    default void tagsAreFoundByIdAndByName() {
        Tag zebra = tag("zebra", null);
        Tag apple = tag("Apple", "#22aa55");

        assertThat(stores().tags().findAll(List.of(zebra.id(), apple.id(), zebra.id(), 99_999)))
                .containsExactly(apple, zebra);
        assertThat(stores().tags().named(List.of(" APPLE", "other", "\0"))).containsExactly(apple);
        assertThat(stores().tags().named(List.of())).isEmpty();
    }

    @Test
    default void nameOfATagIsTakenOnce() {
        Tag prod = tag("prod", null);
        Tag test = tag("test", null);
        stores().transactions().run(() -> {
            assertThatThrownBy(() -> tag("PROD", null))
                    .isInstanceOfSatisfying(
                            Conflict.class, e -> assertThat(e.code()).isEqualTo("tag-exists"));
            assertThatThrownBy(() -> stores().tags().update(new Tag(test.id(), "Prod", null)))
                    .isInstanceOf(Conflict.class);
            stores().tags().update(new Tag(prod.id(), "PROD", "#000000"));
        });
        assertThat(stores().tags().findAll(List.of(prod.id(), test.id())))
                .containsExactly(new Tag(prod.id(), "PROD", "#000000"), test);
        assertThatThrownBy(() -> stores().tags().update(new Tag(test.id() + 1, "other", null)))
                .isInstanceOf(NotFound.class);
    }

    @Test
    default void deletedTagLeavesItsObjects() {
        Tag prod = tag("prod", null);
        Tag test = tag("test", null);
        Item item = marked("one", prod, test);
        stores().tags().delete(prod.id());
        stores().tags().delete(prod.id());

        assertThat(stores().items().find(item.id())).contains(item.withTags(List.of(test)));
        assertThat(stores().tags().all()).containsExactly(new TagCount(test, 1));
    }
}
