package io.cloudlab.core.inventory.item;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cloudlab.core.access.Caller;
import io.cloudlab.core.access.Denied;
import io.cloudlab.core.access.TagGrant;
import io.cloudlab.core.shared.Conflict;
import io.cloudlab.core.shared.InvalidInput;
import io.cloudlab.core.shared.NotFound;
import io.cloudlab.core.shared.Refused;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TagsTest {
    private final InventoryFixture lab = new InventoryFixture();
    private final Tags tags = lab.cloudLab().tags();

    @AfterEach
    void close() {
        lab.close();
    }

    @Test
    void everybodySeesTagsAndOnlySomeChangeThem() {
        Caller nobody = lab.caller("nobody");
        Tag tag = tags.create(lab.root, "  prod ", "#22aa55");
        lab.server("a", tag.id());

        assertThat(tags.list(nobody)).containsExactly(new TagCount(new Tag(tag.id(), "prod", "#22aa55"), 1));
        assertThatThrownBy(() -> tags.create(nobody, "x", null)).isInstanceOf(Denied.class);
        assertThatThrownBy(() -> tags.change(nobody, tag.id(), "x", null)).isInstanceOf(Denied.class);
        assertThatThrownBy(() -> tags.delete(nobody, tag.id())).isInstanceOf(Denied.class);
        assertThatThrownBy(() -> tags.grants(nobody, tag.id())).isInstanceOf(Denied.class);
        assertThatThrownBy(() -> tags.grant(nobody, tag.id(), 1, "view")).isInstanceOf(Denied.class);
        assertThatThrownBy(() -> tags.revoke(nobody, tag.id(), 1)).isInstanceOf(Denied.class);
    }

    @Test
    void namesAndColoursAreChecked() {
        for (String bad : List.of("", "  ", "x".repeat(101), "a\nb", "a\u200Bb"))
            assertThatThrownBy(() -> tags.create(lab.root, bad, null)).isInstanceOf(InvalidInput.class);
        for (String bad : List.of("red", "#12345", "#1234567", "22aa55", ""))
            assertThatThrownBy(() -> tags.create(lab.root, "x", bad)).isInstanceOf(InvalidInput.class);
        assertThat(tags.list(lab.root)).isEmpty();
    }

    @Test
    void nameIsTakenOnceWhateverItsCase() {
        Tag prod = lab.tag("prod");
        Tag test = lab.tag("test");
        assertThatThrownBy(() -> tags.create(lab.root, "PROD", null)).isInstanceOf(Conflict.class);
        assertThatThrownBy(() -> tags.change(lab.root, test.id(), "Prod", null)).isInstanceOf(Conflict.class);
        assertThat(tags.change(lab.root, prod.id(), "Prod", null).tag()).isEqualTo(new Tag(prod.id(), "Prod", null));
        assertThat(tags.change(lab.root, prod.id(), null, "#000000").tag())
                .isEqualTo(new Tag(prod.id(), "Prod", "#000000"));
        assertThatThrownBy(() -> tags.change(lab.root, 99, "x", null)).isInstanceOf(NotFound.class);
        assertThatThrownBy(() -> tags.delete(lab.root, 99)).isInstanceOf(NotFound.class);
    }

    @Test
    void grantsNeedARoleAndAPermissionThatExist() {
        Tag prod = lab.tag("prod");
        int role = lab.role("ops").id();
        TagGrant grant =
                tags.grant(lab.root, prod.id(), role, "restart").grants().get(0);

        assertThat(tags.grant(lab.root, prod.id(), role, "restart").grants()).containsExactly(grant);
        assertThat(tags.grants(lab.root, prod.id()).grants()).containsExactly(grant);
        assertThatThrownBy(() -> tags.grant(lab.root, prod.id(), 999, "view")).isInstanceOf(Refused.class);
        for (String unknown : List.of("refresh", "create", "fly", "*"))
            assertThatThrownBy(() -> tags.grant(lab.root, prod.id(), role, unknown))
                    .isInstanceOf(Refused.class);
        assertThatThrownBy(() -> tags.grant(lab.root, 99, role, "view")).isInstanceOf(NotFound.class);
        assertThatThrownBy(() -> tags.revoke(lab.root, prod.id(), 999)).isInstanceOf(NotFound.class);
        tags.revoke(lab.root, prod.id(), grant.id());
        assertThat(tags.grants(lab.root, prod.id()).grants()).isEmpty();
    }

    @Test
    void everyChangeOfATagIsAudited() {
        Tag prod = lab.tag("prod");
        tags.change(lab.root, prod.id(), "production", null);
        TagGrant grant = tags.grant(lab.root, prod.id(), lab.role("ops").id(), "view")
                .grants()
                .get(0);
        tags.revoke(lab.root, prod.id(), grant.id());
        tags.delete(lab.root, prod.id());

        assertThat(lab.auditedActions())
                .containsExactly(
                        "inventory.tag.create",
                        "inventory.tag.update",
                        "inventory.tag.permission.add",
                        "inventory.tag.permission.remove",
                        "inventory.tag.delete");
        assertThat(lab.lab.audit()).extracting("resource").containsOnly("tags/" + prod.id());
    }

    @Test
    void whatATagGrantedEndsAtOnce() {
        Caller mira = lab.caller("mira", "create");
        Tag prod = lab.tag("prod");
        Item item = lab.server("a", prod.id());
        TagGrant grant = tags.grant(lab.root, prod.id(), lab.roleOf(mira), "view")
                .grants()
                .get(0);
        assertThat(lab.items().find(mira, "server", item.id())).isEqualTo(item);

        tags.revoke(lab.root, prod.id(), grant.id());
        assertThatThrownBy(() -> lab.items().find(mira, "server", item.id())).isInstanceOf(Denied.class);
        tags.grant(lab.root, prod.id(), lab.roleOf(mira), "view");
        assertThat(lab.items().find(mira, "server", item.id())).isEqualTo(item);
        tags.delete(lab.root, prod.id());
        assertThatThrownBy(() -> lab.items().find(mira, "server", item.id())).isInstanceOf(Denied.class);
    }
}
