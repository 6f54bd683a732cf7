package io.cloudlab.core.inventory.item;

import static io.cloudlab.core.inventory.item.InventoryFixture.change;
import static io.cloudlab.core.inventory.item.InventoryFixture.data;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cloudlab.core.Health;
import io.cloudlab.core.inventory.type.Field;
import io.cloudlab.core.inventory.type.FieldType;
import io.cloudlab.core.inventory.type.ItemType;
import io.cloudlab.core.inventory.type.SampleTypes;
import io.cloudlab.core.inventory.type.TypeSlug;
import io.cloudlab.core.shared.PageRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What becomes of objects when their type is another one. */
class TypeChangeTest {
    private static final Field NAME = Field.of("name", FieldType.STRING);
    private static final Field SIZE = Field.of("size", FieldType.STRING);

    private final InventoryFixture lab = new InventoryFixture(type(NAME, SIZE));

    @AfterEach
    void close() {
        lab.close();
    }

    private static ItemType type(Field... fields) {
        return SampleTypes.type("box", List.of(fields));
    }

    private Item box(Object... namesAndValues) {
        return lab.items().create(lab.root, "box", new NewItem(data(namesAndValues), List.of()));
    }

    private void becomes(Field... fields) {
        lab.lab.lab().types().set(type(fields));
    }

    private void followed() {
        lab.cloudLab().itemTypes().follow();
    }

    private List<String> found(String search) {
        ItemFilter filter = new ItemFilter(search, List.of(), Map.of(), null);
        return lab.items().list(lab.root, "box", filter, new PageRequest(1, 10)).items().stream()
                .map(Item::name)
                .toList();
    }

    private Object stored(Item item, String field) {
        return lab.lab.stores().items().find(item.id()).orElseThrow().data().get(field);
    }

    /** As everybody is told them. */
    private List<String> problems() {
        return lab.lab.cloudLab().health().checks().stream()
                .filter(check -> check.name().equals("inventory-types") && check.state() != Health.Check.State.OK)
                .map(Health.Check::detail)
                .toList();
    }

    @Test
    void requestsAreAnsweredBeforeAllObjectsCanBeFoundAnew() {
        box("name", "a", "size", "big");
        becomes(NAME, SIZE.asSearchable());

        assertThat(found("big")).isEmpty();
        followed();
        assertThat(found("big")).containsExactly("a");
        becomes(NAME, SIZE);
        followed();
        assertThat(found("big")).isEmpty();
    }

    @Test
    void moreObjectsThanAreTakenAtOnceAreFoundAnew() {
        for (int each = 0; each < 501; each++) box("name", "box " + each, "size", "s" + each);
        becomes(NAME, SIZE.asSearchable());
        followed();

        assertThat(found("s500")).containsExactly("box 500");
    }

    @Test
    void whatHasBecomeSecretIsSealed() {
        Item item = box("name", "a", "size", "open text");
        Field secret = Field.of("size", FieldType.SECRET);
        becomes(NAME, secret);
        followed();

        assertThat(stored(item, "size").toString()).doesNotContain("open text").contains("$sealed");
        Item shown = lab.items().find(lab.root, "box", item.id());
        assertThat(shown.data()).containsEntry("size", FieldSecrets.MASK);
        assertThat(shown.version()).isEqualTo(item.version());
        Item whole = lab.lab.stores().items().find(item.id()).orElseThrow();
        FieldSecrets secrets = new FieldSecrets(lab.lab.key());
        assertThat(secrets.open(whole, secret)).isEqualTo("open text");
    }

    @Test
    void numbersAndListsThatHaveBecomeSecretAreSealedAsTheirText() {
        becomes(NAME, Field.of("pin", FieldType.INTEGER), Field.of("codes", FieldType.JSON));
        Item item = box("name", "a", "pin", 4711, "codes", List.of("x", 1));
        Field pin = Field.of("pin", FieldType.SECRET);
        Field codes = Field.of("codes", FieldType.SECRET);
        becomes(NAME, pin, codes);
        followed();

        Item whole = lab.lab.stores().items().find(item.id()).orElseThrow();
        FieldSecrets secrets = new FieldSecrets(lab.lab.key());
        assertThat(whole.data().toString()).doesNotContain("4711");
        assertThat(secrets.open(whole, pin)).isEqualTo("4711");
        assertThat(secrets.open(whole, codes)).isEqualTo("[\"x\",1]");
    }

    @Test
    void objectThatARequestWroteUnderTheFormerTypeIsFoundALittleLater() {
        becomes(NAME, Field.of("size", FieldType.SECRET));
        followed();
        Item item = new Item(
                4711,
                new TypeSlug("box"),
                Map.of("name", "late", "size", "open text"),
                List.of(),
                null,
                lab.lab.clock().instant(),
                lab.lab.clock().instant(),
                null,
                0);
        lab.lab.stores().items().insert(item, ItemIndex.of(type(NAME, SIZE), item.data()));
        followed();
        assertThat(stored(item, "size")).isEqualTo("open text");
        lab.lab.clock().advance(Duration.ofMinutes(1));
        followed();

        assertThat(stored(item, "size").toString()).doesNotContain("open text");
    }

    @Test
    void typeThatAnotherServerHasFollowedIsGoneThroughHereToo() {
        Field secret = Field.of("size", FieldType.SECRET);
        becomes(NAME, secret);
        followed();
        String done = lab.lab.stores().items().indexedBy(new TypeSlug("box"));
        becomes(NAME, SIZE);
        followed();
        Item item = box("name", "a", "size", "open text");
        lab.lab.stores().items().indexedBy(new TypeSlug("box"), done);
        becomes(NAME, secret);
        followed();

        assertThat(stored(item, "size").toString()).doesNotContain("open text");
    }

    @Test
    void whatHasBecomeSecretIsSealedByAChangeThatComesFirst() {
        Item item = box("name", "a", "size", "open text");
        becomes(NAME, Field.of("size", FieldType.SECRET));
        lab.items().change(lab.root, "box", item.id(), change("name", "b"));

        assertThat(stored(item, "size").toString()).doesNotContain("open text").contains("$sealed");
    }

    @Test
    void objectsThatShareWhatHasBecomeUniqueAreNamedUntilTheyAreParted() {
        List<Item> same = new ArrayList<>();
        for (int each = 0; each < 7; each++) same.add(box("name", "same"));
        becomes(NAME.asUnique());
        followed();

        assertThat(problems())
                .containsExactly(
                        "Type box: objects hold values that others hold as well, in fields that are unique now: 6 ("
                                + String.join(", ", ids(same.subList(1, 6))) + ", …).");
        lab.lab.restart();
        followed();
        assertThat(problems()).hasSize(1);

        lab.items().delete(lab.root, "box", same.get(0).id());
        for (Item one : same.subList(2, 7))
            lab.items().change(lab.root, "box", one.id(), change("name", "other " + one.id()));
        followed();
        assertThat(problems()).hasSize(1);
        lab.lab.clock().advance(Duration.ofMinutes(1));
        followed();
        assertThat(problems()).isEmpty();
        assertThatThrownBy(() -> box("name", "same")).isInstanceOf(UniqueClash.class);
        lab.lab.restart();
        followed();
        assertThat(problems()).isEmpty();
    }

    private static List<String> ids(List<Item> items) {
        return Arrays.stream(items.stream().mapToLong(Item::id).toArray())
                .mapToObj(String::valueOf)
                .toList();
    }
}
