package io.cloudlab.core.inventory.item;

import static io.cloudlab.core.inventory.item.InventoryFixture.change;
import static io.cloudlab.core.inventory.item.InventoryFixture.data;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cloudlab.core.inventory.type.Field;
import io.cloudlab.core.inventory.type.FieldType;
import io.cloudlab.core.inventory.type.SampleTypes;
import io.cloudlab.core.shared.Conflict;
import io.cloudlab.core.shared.PageRequest;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Values that read the same and are composed otherwise. */
class ComposedTextTest {
    private static final String COMPOSED = "M\u00fcller";
    private static final String DECOMPOSED = "Mu\u0308ller";

    private final InventoryFixture lab = new InventoryFixture(SampleTypes.type(
            "box",
            List.of(
                    Field.of("name", FieldType.STRING).asUnique().asSearchable(),
                    Field.choice("size", "gro\u0308\u00df", "klein"))));
    private final Items items = lab.items();

    @AfterEach
    void close() {
        lab.close();
    }

    private Item create(Object... namesAndValues) {
        return items.create(lab.root, "box", new NewItem(data(namesAndValues), List.of()));
    }

    private List<Item> found(ItemFilter filter) {
        return items.list(lab.root, "box", filter, new PageRequest(1, 10)).items();
    }

    @Test
    void uniqueValueIsTakenHoweverItIsComposed() {
        create("name", COMPOSED);
        Item other = create("name", "Meier");

        assertThatThrownBy(() -> create("name", DECOMPOSED)).isInstanceOf(Conflict.class);
        assertThatThrownBy(() -> items.change(lab.root, "box", other.id(), change("name", DECOMPOSED)))
                .isInstanceOf(Conflict.class);
    }

    @Test
    void searchAndFilterFindValuesHoweverTheyAreComposed() {
        Item one = create("name", DECOMPOSED);

        for (String typed : List.of(COMPOSED, DECOMPOSED)) {
            assertThat(found(new ItemFilter(typed.toUpperCase(java.util.Locale.ROOT), List.of(), Map.of(), null)))
                    .containsExactly(one);
            assertThat(found(new ItemFilter(null, List.of(), Map.of("name", typed), null)))
                    .containsExactly(one);
        }
        assertThat(one.data()).containsEntry("name", DECOMPOSED);
    }

    @Test
    void optionIsChosenHoweverItIsComposed() {
        assertThat(create("name", "a", "size", "gr\u00f6\u00df").data()).containsEntry("size", "gro\u0308\u00df");
    }
}
