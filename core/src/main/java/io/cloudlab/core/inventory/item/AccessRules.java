package io.cloudlab.core.inventory.item;

import io.cloudlab.core.access.AccessPolicy;
import io.cloudlab.core.access.AclRule;
import io.cloudlab.core.access.AclStore;
import io.cloudlab.core.access.Caller;
import io.cloudlab.core.access.Decision;
import io.cloudlab.core.access.ObjectRules;
import io.cloudlab.core.access.Permission;
import io.cloudlab.core.access.Role;
import io.cloudlab.core.access.RoleStore;
import io.cloudlab.core.audit.AuditTrail;
import io.cloudlab.core.identity.session.CurrentRights;
import io.cloudlab.core.identity.user.Username;
import io.cloudlab.core.inventory.type.Action;
import io.cloudlab.core.inventory.type.ItemType;
import io.cloudlab.core.shared.NotFound;
import io.cloudlab.core.shared.Refused;
import io.cloudlab.core.shared.Transactions;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Shows and changes the rules of single objects, and explains what they lead to. Who may change an object may change its
 * rules, but without {@code inventory.acl.manage} only those about what they may do with it themselves. Thread-safe.
 */
public final class AccessRules {
    private static final int MAX_RULES = 500;

    private final Transactions transactions;
    private final ItemStore items;
    private final AclStore store;
    private final RoleStore roles;
    private final CurrentRights rights;
    private final ItemTypes types;
    private final ItemAccess access;
    private final AuditTrail audit;

    public AccessRules(
            Transactions transactions,
            ItemStore items,
            AclStore store,
            RoleStore roles,
            CurrentRights rights,
            ItemTypes types,
            ItemAccess access,
            AuditTrail audit) {
        this.transactions = transactions;
        this.items = items;
        this.store = store;
        this.roles = roles;
        this.rights = rights;
        this.types = types;
        this.access = access;
        this.audit = audit;
    }

    /** A rule that is wanted. */
    public record Wanted(int roleId, String permission, AclRule.Effect effect) {}

    /** Why a user may or may not do each of the things that can be done with an object. */
    public record Explanation(String username, Map<String, Decision> decisions, Map<Integer, String> roleNames) {}

    /**
     * Rules as those who manage them see them.
     *
     * @param rules by id
     * @param roleNames of all roles, by id
     */
    public record Shown(List<AclRule> rules, Map<Integer, String> roleNames) {}

    /**
     * An object as a caller sees it.
     *
     * @param rules null for callers who may not manage them
     */
    public record ItemView(Item item, @Nullable Shown rules) {}

    public Shown list(Caller caller, String slug, long id) {
        return shown(store.of(managed(caller, types.require(slug), items.find(id))
                        .item()
                        .id())
                .rules());
    }

    /** Adds its rules to an object that the caller was shown, if they may manage them. */
    public ItemView view(Caller caller, Item item) {
        return new ItemView(
                item, mayManage(caller, item) ? shown(store.of(item.id()).rules()) : null);
    }

    /** Whether the caller may see and change the rules of an object they were shown. */
    public boolean mayManage(Caller caller, Item item) {
        return caller.may(Permission.INVENTORY_ACL_MANAGE) || access.may(caller, item, "edit");
    }

    /**
     * Makes the object's rule for a role and a permission have this effect.
     *
     * @throws Refused if there is no such role, or the type has no such permission on its objects
     * @throws io.cloudlab.core.access.Denied if the caller may not do it themselves
     */
    public Shown put(Caller caller, String slug, long id, Wanted wanted) {
        ItemType type = types.require(slug);
        return transactions.call(() -> {
            Managed object = managed(caller, type, items.lock(id));
            requireHeld(caller, object, Set.of(wanted.permission()));
            AclRule rule = write(object, wanted);
            record(caller, object, "inventory.acl.add", describe(wanted));
            return shown(List.of(rule));
        });
    }

    /**
     * Makes these the only rules of the object.
     *
     * @throws Refused as {@link #put}, or if two are for the same role and permission
     * @throws io.cloudlab.core.access.Denied if the caller may not do what a rule that comes, changes or goes is about
     */
    public Shown replace(Caller caller, String slug, long id, List<Wanted> wanted) {
        if (wanted.size() > MAX_RULES)
            throw new Refused("too-many-rules", "An object can have at most " + MAX_RULES + " rules.");
        ItemType type = types.require(slug);
        return transactions.call(() -> {
            Managed object = managed(caller, type, items.lock(id));
            Set<Wanted> target = new HashSet<>(wanted);
            List<Wanted> added = new ArrayList<>(target);
            Set<String> places = new HashSet<>();
            for (Wanted one : target)
                if (!places.add(one.roleId() + " " + one.permission()))
                    throw new Refused("duplicate-rule", "Two rules are for the same role and permission.");
            List<AclRule> removed = new ArrayList<>();
            for (AclRule rule : store.of(id).rules()) {
                boolean stays = added.remove(new Wanted(rule.roleId(), rule.permission(), rule.effect()));
                if (!stays) removed.add(rule);
            }
            Set<String> touched = added.stream().map(Wanted::permission).collect(Collectors.toSet());
            removed.forEach(rule -> touched.add(rule.permission()));
            requireHeld(caller, object, touched);
            for (AclRule rule : removed) store.remove(id, rule.id());
            for (Wanted one : added) write(object, one);
            record(
                    caller,
                    object,
                    "inventory.acl.set",
                    Map.of("rules", target.stream().map(AccessRules::describe).toList()));
            return shown(store.of(id).rules());
        });
    }

    /** @throws NotFound if the object has no such rule */
    public void remove(Caller caller, String slug, long id, long ruleId) {
        ItemType type = types.require(slug);
        transactions.run(() -> {
            Managed object = managed(caller, type, items.lock(id));
            AclRule rule = store.of(id).rules().stream()
                    .filter(one -> one.id() == ruleId)
                    .findFirst()
                    .orElseThrow(() -> new NotFound("rule"));
            requireHeld(caller, object, Set.of(rule.permission()));
            store.remove(id, ruleId);
            record(
                    caller,
                    object,
                    "inventory.acl.remove",
                    describe(new Wanted(rule.roleId(), rule.permission(), rule.effect())));
        });
    }

    /**
     * Explains what the caller may do with an object they may see, or whose rules they may manage.
     */
    public Explanation explain(Caller caller, String slug, long id) {
        ItemType type = types.require(slug);
        Item item = Items.ofType(type, items.find(id).orElse(null));
        if (!caller.may(Permission.INVENTORY_ACL_MANAGE)) access.require(caller, item, AccessPolicy.VIEW);
        return new Explanation(String.valueOf(caller.username()), decisions(caller, type, item), roleNames(roles));
    }

    /**
     * Explains what another user may do with an object.
     *
     * @throws io.cloudlab.core.access.Denied if the caller may not manage the object's rules, or may not see users: who
     *     there is would show
     * @throws NotFound also if there is no such user
     */
    public Explanation explain(Caller caller, String slug, long id, Username username) {
        if (username.value().equalsIgnoreCase(caller.username())) return explain(caller, slug, id);
        Managed object = managed(caller, types.require(slug), items.find(id));
        caller.require(Permission.USERS_VIEW);
        Caller user = rights.of(username).orElseThrow(() -> new NotFound("user"));
        return new Explanation(
                String.valueOf(user.username()), decisions(user, object.type(), object.item()), roleNames(roles));
    }

    private Shown shown(List<AclRule> rules) {
        return new Shown(rules, roleNames(roles));
    }

    public static Map<Integer, String> roleNames(RoleStore roles) {
        return roles.all().stream().collect(Collectors.toMap(Role::id, Role::name));
    }

    private record Managed(ItemType type, Item item) {}

    private Managed managed(Caller caller, ItemType type, Optional<Item> found) {
        Item item = Items.ofType(type, found.orElse(null));
        access.requireRules(caller, item);
        return new Managed(type, item);
    }

    private void requireHeld(Caller caller, Managed object, Set<String> permissions) {
        if (caller.may(Permission.INVENTORY_ACL_MANAGE)) return;
        permissions.stream()
                .filter(object.type()::hasObjectPermission)
                .sorted()
                .forEach(permission -> access.require(caller, object.item(), permission));
    }

    private AclRule write(Managed object, Wanted wanted) {
        if (!object.type().hasObjectPermission(wanted.permission()))
            throw new Refused("unknown-permission", "The type has no permission of that name on its objects.");
        return refusingUnknownRole(
                () -> store.put(object.item().id(), wanted.roleId(), wanted.permission(), wanted.effect()));
    }

    private void record(Caller caller, Managed object, String action, Map<String, Object> details) {
        audit.record(caller, action, Items.resource(object.item()), details);
        transactions.afterCommit(() -> access.forget(object.item().id()));
    }

    private Map<String, Decision> decisions(Caller whom, ItemType type, Item item) {
        ObjectRules rules = store.of(item.id());
        List<String> names = new ArrayList<>(List.of("view", "edit", "delete"));
        type.actions().stream()
                .filter(action -> action.scope() == Action.Scope.OBJECT)
                .forEach(action -> names.add(action.name()));
        Map<String, Decision> decisions = new LinkedHashMap<>();
        for (String name : names)
            decisions.put(name, AccessPolicy.decide(whom, type.slug().value(), name, rules));
        return decisions;
    }

    /** As an audit entry shows it. */
    public static Map<String, Object> describe(Wanted wanted) {
        return Map.of(
                "role_id",
                wanted.roleId(),
                "permission",
                wanted.permission(),
                "effect",
                wanted.effect().name().toLowerCase(java.util.Locale.ROOT));
    }

    /** @throws Refused if the write finds no such role */
    public static <T> T refusingUnknownRole(Supplier<T> write) {
        try {
            return write.get();
        } catch (NotFound e) {
            if (!e.code().equals("unknown-role")) throw e;
            throw new Refused("unknown-role", "There is no such role.");
        }
    }
}
