package io.cloudlab.core.inventory.item;

import static io.cloudlab.core.inventory.item.InventoryFixture.change;
import static io.cloudlab.core.inventory.item.InventoryFixture.data;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cloudlab.core.access.AclRule.Effect;
import io.cloudlab.core.access.Caller;
import io.cloudlab.core.access.Denied;
import io.cloudlab.core.inventory.type.Field;
import io.cloudlab.core.inventory.type.FieldType;
import io.cloudlab.core.inventory.type.SampleTypes;
import io.cloudlab.core.shared.CloudLabException;
import io.cloudlab.core.shared.NotFound;
import io.cloudlab.core.shared.PageRequest;
import io.cloudlab.core.shared.StaleWrite;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ItemsTest {
    private static final PageRequest FIRST = new PageRequest(1, 100);

    private final InventoryFixture lab = new InventoryFixture(
            SampleTypes.SERVER, SampleTypes.type("crate", List.of(Field.of("label", FieldType.STRING))));
    private final Items items = lab.items();

    @AfterEach
    void close() {
        lab.close();
    }

    private static void refused(String code, String inDetail, ThrowingCallable work) {
        assertThatThrownBy(work).isInstanceOfSatisfying(CloudLabException.class, refusal -> {
            assertThat(refusal.code()).isEqualTo(code);
            assertThat(refusal.detail()).contains(inDetail);
        });
    }

    private Item create(Object... namesAndValues) {
        return items.create(lab.root, "server", new NewItem(data(namesAndValues), List.of()));
    }

    private List<String> names(Caller caller, ItemFilter filter) {
        return items.list(caller, "server", filter, FIRST).items().stream()
                .map(Item::name)
                .toList();
    }

    @Test
    void newObjectHoldsWhatWasSentAndDefaults() {
        Item item = create("hostname", "web-1", "cores", "8", "on", true, "labels", List.of(1));

        assertThat(item.data())
                .isEqualTo(
                        Map.of("hostname", "web-1", "size", "small", "cores", 8L, "on", true, "labels", List.of(1L)));
        assertThat(item.name()).isEqualTo("web-1");
        assertThat(items.find(lab.root, "server", item.id())).isEqualTo(item);
    }

    @Test
    void requiredFieldMustHoldSomething() {
        refused("missing-field", "hostname", () -> create("cores", 1));
        refused("missing-field", "hostname", () -> create("hostname", ""));
        Item item = create("hostname", "web-1");
        refused(
                "missing-field",
                "hostname",
                () -> items.change(lab.root, "server", item.id(), change("hostname", null)));
        assertThat(names(lab.root, ItemFilter.ALL)).containsExactly("web-1");
    }

    @Test
    void unknownFieldsAreRefusedAndOddOnesNotRepeated() {
        refused("unknown-field", "'host'", () -> create("hostname", "a", "host", "b"));
        refused("unknown-field", "no field of that name", () -> create("hostname", "a", "<b>", "b"));
    }

    @Test
    void uniqueValueIsTakenOnceAlsoByAChange() {
        create("hostname", "web-1");
        Item second = create("hostname", "web-2");
        refused("duplicate-value", "'hostname'", () -> create("hostname", "web-1"));
        refused(
                "duplicate-value",
                "'hostname'",
                () -> items.change(lab.root, "server", second.id(), change("hostname", "web-1")));
        assertThat(items.change(lab.root, "server", second.id(), change("hostname", "web-2"))
                        .data())
                .containsEntry("hostname", "web-2");
    }

    @Test
    void readOnlyFieldsCannotBeSetByPeople() {
        refused("bad-field", "'serial' is read-only", () -> create("hostname", "a", "serial", "1"));
        Item item = create("hostname", "a");
        refused(
                "bad-field",
                "'serial' is read-only",
                () -> items.change(lab.root, "server", item.id(), change("serial", "1")));
        assertThat(items.change(lab.root, "server", item.id(), change("serial", null, "cores", 3))
                        .data())
                .containsEntry("cores", 3L)
                .doesNotContainKey("serial");
    }

    @Test
    void readOnlyDefaultCannotBeTakenAway() {
        lab.lab
                .lab()
                .types()
                .set(SampleTypes.type(
                        "server",
                        List.of(Field.of("state", FieldType.STRING).asReadonly().withDefault("new"))));

        refused("bad-field", "'state' is read-only", () -> create("state", ""));
        assertThat(create().data()).containsEntry("state", "new");
        assertThat(create("state", null).data()).containsEntry("state", "new");
    }

    @Test
    void objectThatIsLikeThatAlreadyKeepsItsVersion() {
        Item item = create("hostname", "a", "cores", 2);
        int audited = lab.auditedActions().size();

        assertThat(items.change(lab.root, "server", item.id(), change("cores", "2", "notes", "")))
                .isEqualTo(item);
        assertThat(lab.auditedActions()).hasSize(audited);
    }

    @Test
    void changeTouchesOnlyWhatItNames() {
        Item item = create("hostname", "a", "cores", 2, "notes", "n");
        Item changed = items.change(lab.root, "server", item.id(), change("cores", null, "on", false));

        assertThat(changed.data()).isEqualTo(Map.of("hostname", "a", "notes", "n", "size", "small", "on", false));
        assertThat(changed.version()).isEqualTo(1);
    }

    @Test
    void changeOfAnotherVersionIsRefused() {
        Item item = create("hostname", "a");
        items.change(lab.root, "server", item.id(), new ItemChange(data("cores", 1), null, 0L));

        assertThatThrownBy(
                        () -> items.change(lab.root, "server", item.id(), new ItemChange(data("cores", 2), null, 0L)))
                .isInstanceOf(StaleWrite.class);
        assertThat(items.find(lab.root, "server", item.id()).data()).containsEntry("cores", 1L);
    }

    @Test
    void tagsAreReplacedAddedAndRemoved() {
        Tag prod = lab.tag("prod");
        Tag test = lab.tag("test");
        Item item = lab.server("a", prod.id());
        assertThat(item.tags()).containsExactly(prod);

        assertThat(items.addTags(lab.root, "server", item.id(), List.of(test.id(), prod.id())))
                .containsExactly(prod, test);
        assertThat(items.removeTag(lab.root, "server", item.id(), prod.id())).containsExactly(test);
        assertThatThrownBy(() -> items.removeTag(lab.root, "server", item.id(), prod.id()))
                .isInstanceOf(NotFound.class);
        ItemChange none = new ItemChange(Map.of(), List.of(), null);
        assertThat(items.change(lab.root, "server", item.id(), none).tags()).isEmpty();
        refused("unknown-tag", "tag", () -> items.addTags(lab.root, "server", item.id(), List.of(99)));
        refused("unknown-tag", "tag", () -> lab.server("b", 99));
        assertThat(names(lab.root, ItemFilter.ALL)).containsExactly("a");
    }

    @Test
    void objectIsFoundUnderItsOwnTypeOnly() {
        Item item = create("hostname", "a");
        for (String slug : List.of("crate", "nothing", "../server")) {
            assertThatThrownBy(() -> items.find(lab.root, slug, item.id())).isInstanceOf(NotFound.class);
            assertThatThrownBy(() -> items.change(lab.root, slug, item.id(), change("label", "x")))
                    .isInstanceOf(NotFound.class);
            assertThatThrownBy(() -> items.delete(lab.root, slug, item.id())).isInstanceOf(NotFound.class);
            assertThatThrownBy(() -> items.addTags(lab.root, slug, item.id(), List.of()))
                    .isInstanceOf(NotFound.class);
        }
        assertThatThrownBy(() -> items.find(lab.root, "server", item.id() + 1)).isInstanceOf(NotFound.class);
    }

    @Test
    void callerNeedsThePermissionForEachThing() {
        Item item = create("hostname", "a");
        Caller nobody = lab.caller("nobody");
        assertThatThrownBy(() -> items.list(nobody, "server", ItemFilter.ALL, FIRST))
                .isInstanceOf(Denied.class)
                .hasMessage("Permission denied: inventory.server.view");
        assertThatThrownBy(() -> items.create(nobody, "server", new NewItem(Map.of(), List.of())))
                .hasMessage("Permission denied: inventory.server.create");
        assertThatThrownBy(() -> items.find(nobody, "server", item.id()))
                .hasMessage("Permission denied: inventory.server.view");
        Caller viewer = lab.caller("viewer", "view");
        assertThatThrownBy(() -> items.change(viewer, "server", item.id(), change("cores", 1)))
                .hasMessage("Permission denied: inventory.server.edit");
        assertThatThrownBy(() -> items.addTags(viewer, "server", item.id(), List.of()))
                .hasMessage("Permission denied: inventory.server.edit");
        assertThatThrownBy(() -> items.delete(viewer, "server", item.id()))
                .hasMessage("Permission denied: inventory.server.delete");
        assertThat(items.find(viewer, "server", item.id())).isEqualTo(item);
    }

    @Test
    void makingAnObjectGivesNoRights() {
        Caller maker = lab.caller("maker", "create");
        Item item = items.create(maker, "server", new NewItem(Map.of("hostname", "a"), List.of()));

        assertThat(item.createdBy()).isEqualTo(maker.userId());
        assertThatThrownBy(() -> items.find(maker, "server", item.id())).isInstanceOf(Denied.class);
    }

    @Test
    void rulesAndTagsDecideWhatIsListedAndDone() {
        Caller mira = lab.caller("mira");
        Caller all = lab.caller("all", "view", "delete");
        Tag prod = lab.tag("prod");
        Item byRule = lab.server("by-rule");
        Item byTag = lab.server("by-tag", prod.id());
        lab.server("other");
        var rules = lab.cloudLab().accessRules();
        rules.put(lab.root, "server", byRule.id(), new AccessRules.Wanted(lab.roleOf(mira), "view", Effect.ALLOW));
        rules.put(lab.root, "server", byRule.id(), new AccessRules.Wanted(lab.roleOf(all), "view", Effect.DENY));
        lab.cloudLab().tags().grant(lab.root, prod.id(), lab.roleOf(mira), "view");
        lab.cloudLab().tags().grant(lab.root, prod.id(), lab.roleOf(mira), "edit");

        assertThat(names(mira, ItemFilter.ALL)).containsExactly("by-tag", "by-rule");
        assertThat(names(all, ItemFilter.ALL)).containsExactly("other", "by-tag");
        assertThat(items.change(mira, "server", byTag.id(), change("cores", 4)).version())
                .isEqualTo(1);
        assertThatThrownBy(() -> items.change(mira, "server", byRule.id(), change("cores", 4)))
                .isInstanceOf(Denied.class);
        assertThatThrownBy(() -> items.delete(all, "server", byRule.id())).isInstanceOf(Denied.class);
        assertThatThrownBy(() -> items.find(all, "server", byRule.id())).isInstanceOf(Denied.class);
    }

    @Test
    void tagThatOpensAnObjectIsOnlyPutOnByWhoMayDoTheSame() {
        Caller editor = lab.caller("editor", "view", "edit", "create");
        Tag open = lab.tag("open");
        lab.cloudLab().tags().grant(lab.root, open.id(), lab.role("guests").id(), "delete");
        Item item = lab.server("a");

        assertThatThrownBy(() -> items.addTags(editor, "server", item.id(), List.of(open.id())))
                .hasMessage("Permission denied: inventory.server.delete");
        assertThatThrownBy(() ->
                        items.change(editor, "server", item.id(), new ItemChange(Map.of(), List.of(open.id()), null)))
                .isInstanceOf(Denied.class);
        assertThatThrownBy(
                        () -> items.create(editor, "server", new NewItem(Map.of("hostname", "b"), List.of(open.id()))))
                .isInstanceOf(Denied.class);
        items.addTags(lab.root, "server", item.id(), List.of(open.id()));
        assertThat(items.change(editor, "server", item.id(), change("cores", 1)).tags())
                .containsExactly(open);
        Caller deleter = lab.caller("deleter", "create", "delete");
        assertThat(items.create(deleter, "server", new NewItem(Map.of("hostname", "b"), List.of(open.id())))
                        .tags())
                .containsExactly(open);
    }

    @Test
    void everyChangeIsAudited() {
        Item item = create("hostname", "a", "password", "very secret");
        items.change(lab.root, "server", item.id(), change("password", "more secret"));
        items.addTags(lab.root, "server", item.id(), List.of());
        items.delete(lab.root, "server", item.id());
        refused("unknown-object", "object", () -> items.delete(lab.root, "server", item.id()));

        assertThat(lab.auditedActions())
                .containsExactly("inventory.create", "inventory.update", "inventory.tags.update", "inventory.delete");
        assertThat(lab.lab.audit()).allSatisfy(entry -> {
            assertThat(entry.resource()).isEqualTo("inventory/server/" + item.id());
            assertThat(entry.toString()).doesNotContain("secret");
        });
        assertThat(lab.lab.audit().get(1).details()).containsEntry("changed", List.of("password"));
    }

    @Test
    void objectWithTooMuchInItIsRefused() {
        String max = "x".repeat(65_000);
        refused("bad-field", "'notes'", () -> create("hostname", "a", "notes", "x".repeat(65_537)));
        refused(
                "object-too-large",
                "too much",
                () -> create("hostname", "a", "notes", max, "labels", max, "password", "x".repeat(16_000)));
    }
}
