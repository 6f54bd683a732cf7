package io.cloudlab.core.inventory.item;

import io.cloudlab.core.access.AclStore;
import io.cloudlab.core.access.Caller;
import io.cloudlab.core.access.Permission;
import io.cloudlab.core.access.RoleStore;
import io.cloudlab.core.access.TagGrant;
import io.cloudlab.core.audit.AuditTrail;
import io.cloudlab.core.shared.Conflict;
import io.cloudlab.core.shared.NotFound;
import io.cloudlab.core.shared.Refused;
import io.cloudlab.core.shared.Transactions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Shows and changes tags, and what roles may do with the objects that have them. Thread-safe. */
public final class Tags {
    private final Transactions transactions;
    private final TagStore tags;
    private final AclStore rules;
    private final RoleStore roles;
    private final ItemTypes types;
    private final ItemAccess access;
    private final AuditTrail audit;

    public Tags(
            Transactions transactions,
            TagStore tags,
            AclStore rules,
            RoleStore roles,
            ItemTypes types,
            ItemAccess access,
            AuditTrail audit) {
        this.transactions = transactions;
        this.tags = tags;
        this.rules = rules;
        this.roles = roles;
        this.types = types;
        this.access = access;
        this.audit = audit;
    }

    /** @param roleNames of all roles, by id */
    public record Grants(List<TagGrant> grants, Map<Integer, String> roleNames) {}

    /** All tags, by name; every caller may see them. */
    public List<TagCount> list(Caller caller) {
        return tags.all();
    }

    /** @throws Conflict with code {@code tag-exists} if the name is taken */
    public Tag create(Caller caller, String name, @Nullable String color) {
        caller.require(Permission.INVENTORY_TAGS_MANAGE);
        Tag wanted = new Tag(0, name, color);
        return transactions.call(() -> {
            Tag tag = tags.insert(wanted);
            audit.record(caller, "inventory.tag.create", "tags/" + tag.id(), Map.of("name", tag.name()));
            return tag;
        });
    }

    /**
     * Changes what is given.
     *
     * @throws Conflict with code {@code tag-exists} if the name is taken
     */
    public TagCount change(Caller caller, int id, @Nullable String name, @Nullable String color) {
        caller.require(Permission.INVENTORY_TAGS_MANAGE);
        return transactions.call(() -> {
            TagCount former = existing(id);
            Tag tag = new Tag(
                    id,
                    name == null ? former.tag().name() : name,
                    color == null ? former.tag().color() : color);
            tags.update(tag);
            audit.record(caller, "inventory.tag.update", "tags/" + id, Map.of("name", tag.name()));
            return new TagCount(tag, former.objects());
        });
    }

    /** Takes the tag from all objects, and forgets it and what it granted. */
    public void delete(Caller caller, int id) {
        caller.require(Permission.INVENTORY_TAGS_MANAGE);
        transactions.run(() -> {
            TagCount former = existing(id);
            tags.delete(id);
            audit.record(
                    caller,
                    "inventory.tag.delete",
                    "tags/" + id,
                    Map.of("name", former.tag().name()));
            transactions.afterCommit(access::forgetAll);
        });
    }

    /** What roles may do with the objects that have the tag, by id. */
    public Grants grants(Caller caller, int id) {
        caller.require(Permission.INVENTORY_ACL_MANAGE);
        existing(id);
        return new Grants(rules.grants(List.of(id)), AccessRules.roleNames(roles));
    }

    /**
     * Lets a role do something with every object that has the tag; doing it again changes nothing.
     *
     * @param permission the name within a type, such as {@code view}
     * @throws Refused if there is no such role, or no type with such a permission
     */
    public Grants grant(Caller caller, int id, int roleId, String permission) {
        caller.require(Permission.INVENTORY_ACL_MANAGE);
        return transactions.call(() -> {
            TagCount tag = existing(id);
            if (!isPermission(permission))
                throw new Refused("unknown-permission", "No type has a permission of that name on its objects.");
            TagGrant grant = AccessRules.refusingUnknownRole(() -> rules.grant(id, roleId, permission));
            audit.record(
                    caller,
                    "inventory.tag.permission.add",
                    "tags/" + id,
                    Map.of("name", tag.tag().name(), "role_id", roleId, "permission", permission));
            transactions.afterCommit(access::forgetAll);
            return new Grants(List.of(grant), AccessRules.roleNames(roles));
        });
    }

    /** @throws NotFound if the tag has no such grant */
    public void revoke(Caller caller, int id, long grantId) {
        caller.require(Permission.INVENTORY_ACL_MANAGE);
        transactions.run(() -> {
            existing(id);
            Optional<TagGrant> grant = rules.grants(List.of(id)).stream()
                    .filter(one -> one.id() == grantId)
                    .findFirst();
            if (grant.isEmpty() || !rules.revoke(id, grantId)) throw new NotFound("permission");
            audit.record(
                    caller,
                    "inventory.tag.permission.remove",
                    "tags/" + id,
                    Map.of(
                            "role_id",
                            grant.get().roleId(),
                            "permission",
                            grant.get().permission()));
            transactions.afterCommit(access::forgetAll);
        });
    }

    private TagCount existing(int id) {
        return tags.find(id).orElseThrow(() -> new NotFound("tag"));
    }

    private boolean isPermission(String name) {
        return List.of("view", "edit", "delete").contains(name)
                || types.current().types().stream().anyMatch(type -> type.hasObjectPermission(name));
    }
}
