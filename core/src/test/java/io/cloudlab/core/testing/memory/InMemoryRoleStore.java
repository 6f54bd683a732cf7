package io.cloudlab.core.testing.memory;

import io.cloudlab.core.access.Permission;
import io.cloudlab.core.access.PermissionInfo;
import io.cloudlab.core.access.Role;
import io.cloudlab.core.access.RoleStore;
import io.cloudlab.core.access.StoredPermission;
import io.cloudlab.core.shared.Conflict;
import io.cloudlab.core.shared.NotFound;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Roles, permissions and who holds them, in memory. */
public final class InMemoryRoleStore implements RoleStore {
    private final InMemoryTransactions transactions;
    private final InMemoryUserStore users;
    private final Rows<Integer, PermissionInfo> permissions;
    private final Rows<Integer, Role> roles;
    private final Rows<Integer, Set<Integer>> held;
    private int lastId;

    InMemoryRoleStore(InMemoryTransactions transactions, InMemoryUserStore users) {
        this.transactions = transactions;
        this.users = users;
        this.permissions = new Rows<>(transactions);
        this.roles = new Rows<>(transactions);
        this.held = new Rows<>(transactions);
        users.askForRoles((user, role) -> heldBy(user).contains(role));
    }

    @Override
    public void savePermissions(List<PermissionInfo> inOrder) {
        transactions.alone(() -> {
            Map<Permission, PermissionInfo> wanted =
                    inOrder.stream().collect(Collectors.toMap(PermissionInfo::permission, Function.identity()));
            Set<Permission> known = new HashSet<>();
            permissions.entries().forEach((id, info) -> {
                PermissionInfo now = wanted.get(info.permission());
                if (now == null) permissions.remove(id);
                else permissions.put(id, now);
                known.add(info.permission());
            });
            for (PermissionInfo info : inOrder) {
                if (known.add(info.permission())) permissions.put(++lastId, info);
            }
            roles.entries().forEach((id, role) -> {
                Set<Permission> kept = new HashSet<>(role.permissions());
                kept.removeIf(one -> !one.equals(Permission.ALL) && !wanted.containsKey(one));
                roles.put(id, withPermissions(role, kept));
            });
            return inOrder;
        });
    }

    @Override
    public List<StoredPermission> permissions() {
        return transactions.alone(() -> permissions.entries().entrySet().stream()
                .map(row -> new StoredPermission(row.getKey(), row.getValue()))
                .toList());
    }

    @Override
    public Role insert(
            String name, String description, boolean system, Instant createdAt, Set<Permission> permissions) {
        return transactions.alone(() -> {
            Role role = new Role(++lastId, name, description, system, createdAt, permissions);
            refuseDuplicate(role);
            roles.put(role.id(), role);
            return role;
        });
    }

    @Override
    public Optional<Role> findByName(String name) {
        return transactions.alone(() -> roles.values().stream()
                .filter(role -> Role.key(role.name()).equals(Role.key(name)))
                .findFirst());
    }

    @Override
    public Optional<Role> find(int id) {
        return transactions.alone(() -> Optional.ofNullable(roles.get(id)));
    }

    @Override
    public List<Role> all() {
        return transactions.alone(() -> List.copyOf(roles.values()));
    }

    @Override
    public void update(Role role) {
        transactions.alone(() -> {
            Role former = roles.get(role.id());
            if (former == null) throw new NotFound("role");
            refuseDuplicate(role);
            roles.put(
                    role.id(),
                    new Role(
                            role.id(),
                            role.name(),
                            role.description(),
                            former.system(),
                            former.createdAt(),
                            role.permissions()));
            return role;
        });
    }

    @Override
    public void delete(int id) {
        transactions.alone(() -> {
            if (holders().containsKey(id)) throw new Conflict("role-in-use", "The role is still assigned to users.");
            if (roles.get(id) != null) roles.remove(id);
            return id;
        });
    }

    @Override
    public Map<Integer, Integer> holders() {
        return transactions.alone(() -> {
            Map<Integer, Integer> counts = new HashMap<>();
            held.values().forEach(ids -> ids.forEach(id -> counts.merge(id, 1, Integer::sum)));
            return counts;
        });
    }

    @Override
    public Map<Integer, List<Role>> rolesOf(Collection<Integer> userIds) {
        return transactions.alone(
                () -> userIds.stream().distinct().collect(Collectors.toMap(Function.identity(), this::rolesOf)));
    }

    /** Nothing to do: transactions run one at a time. */
    @Override
    public void lock() {}

    @Override
    public List<Role> rolesOf(int userId) {
        return transactions.alone(() -> {
            Set<Integer> ids = heldBy(userId);
            return roles.values().stream()
                    .filter(role -> ids.contains(role.id()))
                    .toList();
        });
    }

    @Override
    public void assign(int userId, Collection<Integer> roleIds) {
        transactions.alone(() -> {
            if (!users.contains(userId)) throw new NotFound("user");
            for (int id : new ArrayList<>(roleIds)) if (roles.get(id) == null) throw new NotFound("role");
            held.put(userId, new TreeSet<>(roleIds));
            return userId;
        });
    }

    private Set<Integer> heldBy(int userId) {
        Set<Integer> ids = held.get(userId);
        return ids == null ? Set.of() : ids;
    }

    private void refuseDuplicate(Role role) {
        boolean taken =
                findByName(role.name()).filter(other -> other.id() != role.id()).isPresent();
        if (taken) throw new Conflict("role-exists", "A role of this name already exists.");
    }

    private static Role withPermissions(Role role, Set<Permission> permissions) {
        return new Role(role.id(), role.name(), role.description(), role.system(), role.createdAt(), permissions);
    }
}
