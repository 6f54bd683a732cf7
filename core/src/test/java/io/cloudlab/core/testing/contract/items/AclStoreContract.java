package io.cloudlab.core.testing.contract.items;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cloudlab.core.access.AclRule;
import io.cloudlab.core.access.AclRule.Effect;
import io.cloudlab.core.access.AclStore;
import io.cloudlab.core.access.ObjectRules;
import io.cloudlab.core.access.TagGrant;
import io.cloudlab.core.inventory.item.Item;
import io.cloudlab.core.inventory.item.Tag;
import io.cloudlab.core.inventory.type.TypeSlug;
import io.cloudlab.core.shared.NotFound;
import io.cloudlab.core.testing.SampleItems;
import io.cloudlab.core.testing.contract.StoresContract;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What every {@link AclStore} does. */
public interface AclStoreContract extends StoresContract {
    private AclStore acl() {
        return stores().acl();
    }

    private int role(String name) {
        return stores().roles().insert(name, "", false, NOON, Set.of()).id();
    }

    private Tag tag(String name) {
        return stores().tags().insert(new Tag(0, name, null));
    }

    private long object(String name, Tag... tags) {
        Item item = SampleItems.box(stores().items().nextIds(1).get(0), name, tags);
        stores().items().insert(item, SampleItems.index(item));
        return item.id();
    }

    @Test
    default void objectHasItsOwnRulesAndTheGrantsOfItsTags() {
        Tag prod = tag("prod");
        Tag other = tag("other");
        long box = object("one", prod);
        object("two", other);
        AclRule rule = acl().put(box, role("a"), "view", Effect.DENY);
        AclRule second = acl().put(box, role("b"), "edit", Effect.ALLOW);
        TagGrant grant = acl().grant(prod.id(), role("c"), "view");
        acl().grant(other.id(), role("d"), "view");

        assertThat(acl().of(box)).isEqualTo(new ObjectRules(List.of(rule, second), List.of(grant)));
        assertThat(acl().of(box + 99)).isEqualTo(ObjectRules.NONE);
    }

    @Test
    default void thereIsOneRuleForARoleAndAPermission() {
        long box = object("one");
        int role = role("a");
        AclRule first = acl().put(box, role, "view", Effect.ALLOW);
        AclRule second = acl().put(box, role, "view", Effect.DENY);

        assertThat(second).isEqualTo(new AclRule(first.id(), box, role, "view", Effect.DENY));
        assertThat(acl().of(box).rules()).containsExactly(second);
    }

    @Test
    default void ruleNeedsItsObjectAndItsRole() {
        long box = object("one");
        int role = role("a");
        stores().transactions().run(() -> {
            assertThatThrownBy(() -> acl().put(box + 99, role, "view", Effect.ALLOW))
                    .isInstanceOfSatisfying(
                            NotFound.class, e -> assertThat(e.code()).isEqualTo("unknown-object"));
            assertThatThrownBy(() -> acl().put(box, role + 99, "view", Effect.ALLOW))
                    .isInstanceOfSatisfying(
                            NotFound.class, e -> assertThat(e.code()).isEqualTo("unknown-role"));
            acl().put(box, role, "edit", Effect.ALLOW);
        });
        assertThat(acl().of(box).rules()).hasSize(1);
    }

    @Test
    default void ruleIsRemovedFromItsOwnObjectOnly() {
        long box = object("one");
        long other = object("two");
        AclRule rule = acl().put(box, role("a"), "view", Effect.ALLOW);

        assertThat(acl().remove(other, rule.id())).isFalse();
        assertThat(acl().remove(box, rule.id())).isTrue();
        assertThat(acl().remove(box, rule.id())).isFalse();
        assertThat(acl().of(box)).isEqualTo(ObjectRules.NONE);
    }

    @Test
    default void grantingAgainChangesNothing() {
        Tag prod = tag("prod");
        int role = role("a");
        TagGrant grant = acl().grant(prod.id(), role, "view");

        assertThat(acl().grant(prod.id(), role, "view")).isEqualTo(grant);
        assertThat(acl().grants(List.of(prod.id()))).containsExactly(grant);
        assertThat(acl().grants(List.of())).isEmpty();
    }

    @Test
    default void grantNeedsItsTagAndItsRole() {
        Tag prod = tag("prod");
        int role = role("a");
        stores().transactions().run(() -> {
            assertThatThrownBy(() -> acl().grant(prod.id() + 99, role, "view"))
                    .isInstanceOfSatisfying(
                            NotFound.class, e -> assertThat(e.code()).isEqualTo("unknown-tag"));
            assertThatThrownBy(() -> acl().grant(prod.id(), role + 99, "view"))
                    .isInstanceOfSatisfying(
                            NotFound.class, e -> assertThat(e.code()).isEqualTo("unknown-role"));
        });
        assertThat(acl().grants(List.of(prod.id()))).isEmpty();
    }

    @Test
    default void grantIsRevokedFromItsOwnTagOnly() {
        Tag prod = tag("prod");
        Tag other = tag("other");
        TagGrant grant = acl().grant(prod.id(), role("a"), "view");

        assertThat(acl().revoke(other.id(), grant.id())).isFalse();
        assertThat(acl().revoke(prod.id(), grant.id())).isTrue();
        assertThat(acl().revoke(prod.id(), grant.id())).isFalse();
    }

    @Test
    default void rulesAndGrantsGoWithTheirRole() {
        Tag prod = tag("prod");
        long box = object("one", prod);
        int role = role("a");
        acl().put(box, role, "view", Effect.ALLOW);
        acl().grant(prod.id(), role, "view");
        stores().roles().delete(role);

        assertThat(acl().of(box)).isEqualTo(ObjectRules.NONE);
        assertThat(acl().grants(List.of(prod.id()))).isEmpty();
    }

    @Test
    default void rolesWithRulesAboutSomeObjectAreKnown() {
        Tag prod = tag("prod");
        long box = object("one");
        int allowed = role("a");
        int denied = role("b");
        int both = role("c");
        int granted = role("d");
        acl().put(box, allowed, "view", Effect.ALLOW);
        acl().put(box, denied, "view", Effect.DENY);
        acl().put(box, both, "view", Effect.DENY);
        acl().put(box, both, "edit", Effect.ALLOW);
        TagGrant grant = acl().grant(prod.id(), granted, "view");
        List<Integer> all = List.of(allowed, denied, both, granted, role("e"));

        assertThat(acl().ruled(Effect.ALLOW, all)).containsExactlyInAnyOrder(allowed, both, granted);
        assertThat(acl().ruled(Effect.DENY, all)).containsExactlyInAnyOrder(denied, both);
        assertThat(acl().ruled(Effect.ALLOW, List.of(denied, both))).containsExactly(both);
        assertThat(acl().ruled(Effect.ALLOW, List.of())).isEmpty();
        acl().revoke(prod.id(), grant.id());
        stores().items().delete(box);
        assertThat(acl().ruled(Effect.ALLOW, all)).isEmpty();
        assertThat(acl().ruled(Effect.DENY, all)).isEmpty();
    }

    @Test
    default void grantsGoWithTheirTag() {
        Tag prod = tag("prod");
        long box = object("one", prod);
        acl().grant(prod.id(), role("a"), "view");
        stores().tags().delete(prod.id());

        assertThat(acl().of(box)).isEqualTo(ObjectRules.NONE);
    }

    private long made(String type, String adapter, String key) {
        long id = stores().items().nextIds(1).get(0);
        Item item = new Item(
                id,
                new TypeSlug(type),
                Map.of("name", "no. " + id),
                List.of(),
                null,
                NOON,
                NOON,
                new Item.Source(adapter, key),
                0);
        stores().items().insert(item, SampleItems.index(item));
        return item.id();
    }

    @Test
    default void rulesOfASynchronisedObjectReturnWithTheNextOneOfItsKey() {
        int role = role("a");
        long first = made("box", "vultr", "one");
        AclRule deny = acl().put(first, role, "view", Effect.DENY);
        AclRule allow = acl().put(first, role, "edit", Effect.ALLOW);
        stores().items().deleteAll(List.of(first));

        assertThat(acl().of(first)).isEqualTo(ObjectRules.NONE);
        assertThat(acl().ruled(Effect.DENY, List.of(role))).containsExactly(role);
        assertThat(acl().of(made("box", "vultr", "two"))).isEqualTo(ObjectRules.NONE);
        assertThat(acl().of(made("box", "services", "one"))).isEqualTo(ObjectRules.NONE);
        assertThat(acl().of(made("crate", "vultr", "one"))).isEqualTo(ObjectRules.NONE);
        long again = made("box", "vultr", "one");
        assertThat(acl().of(again).rules())
                .containsExactly(
                        new AclRule(deny.id(), again, role, "view", Effect.DENY),
                        new AclRule(allow.id(), again, role, "edit", Effect.ALLOW));
    }

    @Test
    default void rulesReturnOnceAndAsTheyWereLast() {
        int role = role("a");
        int gone = role("b");
        long first = made("box", "vultr", "one");
        acl().put(first, role, "view", Effect.DENY);
        acl().put(first, gone, "view", Effect.DENY);
        stores().items().delete(first);
        stores().roles().delete(gone);
        long second = made("box", "vultr", "one");
        assertThat(acl().of(second).rules()).extracting(AclRule::roleId).containsExactly(role);
        acl().remove(second, acl().of(second).rules().get(0).id());
        stores().items().delete(second);

        assertThat(acl().of(made("box", "vultr", "one"))).isEqualTo(ObjectRules.NONE);
    }

    @Test
    default void rulesOfAnObjectMadeByPeopleGoWithIt() {
        int role = role("a");
        long box = object("one");
        acl().put(box, role, "view", Effect.DENY);
        stores().items().delete(box);

        assertThat(acl().of(object("one"))).isEqualTo(ObjectRules.NONE);
        assertThat(acl().ruled(Effect.DENY, List.of(role))).isEmpty();
    }
}
