package io.cloudlab.core.identity;

import io.cloudlab.core.access.Caller;
import io.cloudlab.core.access.Denied;
import io.cloudlab.core.access.Grants;
import io.cloudlab.core.access.NewRole;
import io.cloudlab.core.access.Permission;
import io.cloudlab.core.access.Role;
import io.cloudlab.core.access.RoleStore;
import io.cloudlab.core.access.RoleSummary;
import io.cloudlab.core.access.StoredPermission;
import io.cloudlab.core.audit.AuditTrail;
import io.cloudlab.core.identity.user.UserEvents;
import io.cloudlab.core.shared.Conflict;
import io.cloudlab.core.shared.InvalidInput;
import io.cloudlab.core.shared.NotFound;
import io.cloudlab.core.shared.Refused;
import io.cloudlab.core.shared.Transactions;
import io.cloudlab.core.shared.VisibleText;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Shows and changes roles. Callers can put into a role, or take out of it, only what they hold. Thread-safe. */
public final class Roles {
    private static final int MAX_DESCRIPTION_LENGTH = 255;

    private final Transactions transactions;
    private final RoleStore store;
    private final UserEvents events;
    private final AuditTrail audit;
    private final Clock clock;

    public Roles(Transactions transactions, RoleStore store, UserEvents events, AuditTrail audit, Clock clock) {
        this.transactions = transactions;
        this.store = store;
        this.events = events;
        this.audit = audit;
        this.clock = clock;
    }

    /** Makes sure that there is the role that holds every permission. */
    public void seed() {
        if (store.findByName(Role.SUPER_ADMIN).isPresent()) return;
        store.insert(Role.SUPER_ADMIN, "Holds every permission.", true, clock.instant(), Set.of(Permission.ALL));
    }

    /** All roles, by id. */
    public List<RoleSummary> list(Caller caller) {
        caller.require(Permission.ROLES_VIEW);
        Map<Integer, Integer> holders = store.holders();
        List<StoredPermission> known = store.permissions();
        return store.all().stream().map(role -> summary(role, holders, known)).toList();
    }

    /** @throws NotFound if there is no such role */
    public RoleSummary find(Caller caller, int id) {
        caller.require(Permission.ROLES_VIEW);
        return summary(existing(id), store.holders(), store.permissions());
    }

    /** Every permission there is, in order. */
    public List<StoredPermission> permissions(Caller caller) {
        caller.require(Permission.ROLES_VIEW);
        return store.permissions();
    }

    /**
     * @throws Refused if the name is taken or a permission is unknown
     * @throws Denied naming a permission the caller lacks
     */
    public RoleSummary create(Caller caller, NewRole wanted) {
        caller.require(Permission.ROLES_CREATE);
        String name = name(wanted.name());
        String description = description(wanted.description());
        return transactions.call(() -> {
            Set<Permission> permissions = permissionsOf(wanted);
            Grants.requireAll(caller, permissions);
            Role role = refusingTaken(() -> store.insert(name, description, false, clock.instant(), permissions));
            audit.record(caller, "role.create", "roles/" + role.id(), details(role));
            return summary(role, Map.of(), store.permissions());
        });
    }

    /**
     * Changes the members that are not null.
     *
     * @throws Refused if it is a system role, the name is taken or a permission is unknown
     * @throws Denied naming a permission the caller lacks and would add or remove
     */
    public RoleSummary change(Caller caller, int id, NewRole wanted) {
        caller.require(Permission.ROLES_EDIT);
        return transactions.call(() -> {
            store.lock();
            Role role = existing(id);
            if (role.system()) throw systemRole();
            Set<Permission> permissions = wanted.choosesPermissions() ? permissionsOf(wanted) : role.permissions();
            Grants.requireAll(caller, difference(role.permissions(), permissions));
            Role next = new Role(
                    id,
                    wanted.name() == null ? role.name() : name(wanted.name()),
                    wanted.description() == null ? role.description() : description(wanted.description()),
                    false,
                    role.createdAt(),
                    permissions);
            refusingTaken(() -> {
                store.update(next);
                return next;
            });
            audit.record(caller, "role.edit", "roles/" + id, details(next));
            events.rolesChanged();
            return summary(next, store.holders(), store.permissions());
        });
    }

    /** @throws Refused if it is a system role, or a user holds it */
    public void delete(Caller caller, int id) {
        caller.require(Permission.ROLES_DELETE);
        transactions.run(() -> {
            store.lock();
            Role role = existing(id);
            if (role.system()) throw systemRole();
            delete(id);
            audit.record(caller, "role.delete", "roles/" + id, Map.of("name", role.name()));
            events.rolesChanged();
        });
    }

    private void delete(int id) {
        try {
            store.delete(id);
        } catch (Conflict e) {
            throw new Refused("role-in-use", "The role is still assigned to users.");
        }
    }

    private Role existing(int id) {
        return store.find(id).orElseThrow(() -> new NotFound("role"));
    }

    private Set<Permission> permissionsOf(NewRole wanted) {
        Map<Object, Permission> known = new HashMap<>();
        for (StoredPermission each : store.permissions()) {
            known.put(each.id(), each.permission());
            known.put(each.permission().codename(), each.permission());
        }
        List<Object> chosen = new ArrayList<>();
        if (wanted.permissionIds() != null) chosen.addAll(wanted.permissionIds());
        if (wanted.permissions() != null) chosen.addAll(wanted.permissions());
        Set<Permission> permissions = new HashSet<>();
        for (Object one : chosen) {
            Permission permission = known.get(one);
            if (permission == null) throw new Refused("unknown-permission", "A permission of the list does not exist.");
            permissions.add(permission);
        }
        return permissions;
    }

    private static RoleSummary summary(Role role, Map<Integer, Integer> holders, List<StoredPermission> known) {
        List<StoredPermission> held = known.stream()
                .filter(permission -> role.permissions().contains(Permission.ALL)
                        || role.permissions().contains(permission.permission()))
                .toList();
        return new RoleSummary(role, holders.getOrDefault(role.id(), 0), held);
    }

    private static Set<Permission> difference(Set<Permission> one, Set<Permission> other) {
        Set<Permission> different = new HashSet<>(one);
        different.addAll(other);
        different.removeIf(permission -> one.contains(permission) && other.contains(permission));
        return different;
    }

    private static Role refusingTaken(Supplier<Role> write) {
        try {
            return write.get();
        } catch (Conflict e) {
            throw new Refused("role-exists", "A role of this name already exists.");
        }
    }

    private static Map<String, Object> details(Role role) {
        Map<String, Object> details = new LinkedHashMap<>();
        details.put("name", role.name());
        details.put(
                "permissions",
                new TreeSet<>(role.permissions())
                        .stream().map(Permission::codename).toList());
        return details;
    }

    private static Refused systemRole() {
        return new Refused("system-role", "The system roles cannot be changed or deleted.");
    }

    private static String name(@Nullable String given) {
        String name = given == null ? "" : given.strip();
        int length = name.codePointCount(0, name.length());
        if (length < 2 || length > 50) throw new InvalidInput("name", "must have 2 to 50 characters");
        VisibleText.checkName("name", name);
        return name;
    }

    private static String description(@Nullable String given) {
        String description = given == null ? "" : given.strip();
        if (description.codePointCount(0, description.length()) > MAX_DESCRIPTION_LENGTH) {
            throw new InvalidInput("description", "must have at most " + MAX_DESCRIPTION_LENGTH + " characters");
        }
        VisibleText.check("description", description);
        return description;
    }
}
