package io.cloudlab.core.inventory.item;

import io.cloudlab.core.access.AccessPolicy;
import io.cloudlab.core.access.AclRule;
import io.cloudlab.core.access.AclStore;
import io.cloudlab.core.access.Caller;
import io.cloudlab.core.access.Decision;
import io.cloudlab.core.access.Denied;
import io.cloudlab.core.access.ObjectRules;
import io.cloudlab.core.access.Permission;
import io.cloudlab.core.access.TagGrant;
import io.cloudlab.core.inventory.type.ItemType;
import io.cloudlab.core.inventory.type.TypeSlug;
import java.time.Clock;
import java.util.Collection;
import java.util.List;

/** Asks the {@link AccessPolicy} about objects, and refuses what it does not allow. */
public final class ItemAccess {
    private final AclStore store;
    private final AclCache known;

    public ItemAccess(AclStore store, Clock clock) {
        this.store = store;
        this.known = new AclCache(store, clock);
    }

    /** Whether a caller may, as far as is known; for what only shows things. */
    public boolean may(Caller caller, Item item, String permission) {
        return AccessPolicy.decide(caller, item.type().value(), permission, seen(caller, item.id()))
                .allowed();
    }

    /** @throws Denied as far as is known; for what only shows things */
    void requireSeen(Caller caller, Item item, String permission) {
        if (!may(caller, item, permission)) throw denied(item.type(), permission);
    }

    /** @throws Denied if the caller may not do this with the object now */
    public void require(Caller caller, Item item, String permission) {
        if (!decide(caller, item, permission).allowed()) throw denied(item.type(), permission);
    }

    public Decision decide(Caller caller, Item item, String permission) {
        return AccessPolicy.decide(caller, item.type().value(), permission, store.of(item.id()));
    }

    /** @throws Denied if the caller may not do this with the type */
    public void requireForType(Caller caller, TypeSlug type, String permission) {
        caller.require(Permission.onType(type.value(), permission));
    }

    /** Who may change an object may change its rules, within what they may do with it themselves. */
    void requireRules(Caller caller, Item item) {
        if (!caller.may(Permission.INVENTORY_ACL_MANAGE)) require(caller, item, "edit");
    }

    /** @throws Denied if the object has rules that deny something and the caller could not remove them one by one */
    void requireDenials(Caller caller, ItemType type, Item item) {
        if (caller.may(Permission.INVENTORY_ACL_MANAGE)) return;
        List<String> denied = store.of(item.id()).rules().stream()
                .filter(rule -> rule.effect() == AclRule.Effect.DENY)
                .map(AclRule::permission)
                .sorted()
                .toList();
        if (denied.isEmpty()) return;
        requireRules(caller, item);
        denied.stream().filter(type::hasObjectPermission).forEach(permission -> require(caller, item, permission));
    }

    /**
     * The rule that callers cannot open an object to others, by its tags, in ways that are closed to themselves.
     *
     * @param item null for an object that is about to be made
     * @throws Denied naming what the caller may not do
     */
    void requireGrants(
            Caller caller, ItemType type, @org.jspecify.annotations.Nullable Item item, Collection<Integer> newTags) {
        if (newTags.isEmpty() || caller.may(Permission.INVENTORY_ACL_MANAGE)) return;
        ObjectRules rules = item == null ? ObjectRules.NONE : store.of(item.id());
        store.grants(newTags).stream()
                .map(TagGrant::permission)
                .distinct()
                .filter(type::hasObjectPermission)
                .filter(permission -> !AccessPolicy.decide(caller, type.slug().value(), permission, rules)
                        .allowed())
                .findFirst()
                .ifPresent(permission -> {
                    throw denied(type.slug(), permission);
                });
    }

    void forget(long item) {
        known.forget(item);
    }

    void forgetAll() {
        known.forgetAll();
    }

    private ObjectRules seen(Caller caller, long item) {
        return caller.may(Permission.ALL) ? ObjectRules.NONE : known.of(item);
    }

    public static Denied denied(TypeSlug type, String permission) {
        return new Denied(Permission.onType(type.value(), permission));
    }
}
