package io.cloudlab.persistence.people;

import io.cloudlab.core.access.Permission;
import io.cloudlab.core.access.PermissionInfo;
import io.cloudlab.core.access.Role;
import io.cloudlab.core.access.RoleStore;
import io.cloudlab.core.access.StoredPermission;
import io.cloudlab.core.shared.Conflict;
import io.cloudlab.core.shared.NotFound;
import io.cloudlab.persistence.database.DatabaseFailures;
import io.cloudlab.persistence.database.JdbiTransactions;
import io.cloudlab.persistence.database.RecentLists;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.JdbiException;
import org.jdbi.v3.core.statement.PreparedBatch;

public final class JdbiRoleStore implements RoleStore {
    private final JdbiTransactions database;
    private final RecentLists lists;

    public JdbiRoleStore(JdbiTransactions database, RecentLists lists) {
        this.database = database;
        this.lists = lists;
    }

    @Override
    public void savePermissions(List<PermissionInfo> inOrder) {
        database.whole(handle -> {
            PermissionRows.save(handle, inOrder);
            return inOrder;
        });
    }

    @Override
    public List<StoredPermission> permissions() {
        return database.read(PermissionRows::all);
    }

    @Override
    public Role insert(
            String name, String description, boolean system, Instant createdAt, Set<Permission> permissions) {
        return database.whole(handle -> {
            int id = handle.createUpdate("""
                            insert into cloudlab_role (name, name_key, description, system_role, created_at)
                            values (:name, :key, :description, :system, :createdAt) on conflict do nothing""")
                    .bind("name", name)
                    .bind("key", Role.key(name))
                    .bind("description", description)
                    .bind("system", system)
                    .bind("createdAt", createdAt)
                    .executeAndReturnGeneratedKeys("id")
                    .mapTo(Integer.class)
                    .findOne()
                    .orElseThrow(JdbiRoleStore::exists);
            insertPermissions(handle, id, permissions);
            return find(handle, id).orElseThrow();
        });
    }

    @Override
    public Optional<Role> find(int id) {
        return database.read(handle -> find(handle, id));
    }

    @Override
    public Optional<Role> findByName(String name) {
        return database.read(handle ->
                RoleRows.select(handle, "where r.name_key = :key", query -> query.bind("key", Role.key(name))).stream()
                        .findFirst());
    }

    @Override
    public List<Role> all() {
        return database.read(handle -> RoleRows.select(handle, "", query -> query));
    }

    @Override
    public void update(Role role) {
        try {
            database.whole(handle -> {
                int written = handle.createUpdate("""
                                update cloudlab_role set name = :name, name_key = :key, description = :description
                                where id = :id""")
                        .bind("name", role.name())
                        .bind("key", Role.key(role.name()))
                        .bind("description", role.description())
                        .bind("id", role.id())
                        .execute();
                if (written == 0) throw new NotFound("role");
                handle.execute("delete from cloudlab_role_permission where role_id = ?", role.id());
                insertPermissions(handle, role.id(), role.permissions());
                return role;
            });
        } catch (JdbiException e) {
            throw DatabaseFailures.isDuplicate(e) ? exists() : e;
        }
    }

    @Override
    public void delete(int id) {
        try {
            database.whole(handle -> handle.execute("delete from cloudlab_role where id = ?", id));
            lists.changed(); // its rules go with it
        } catch (JdbiException e) {
            throw DatabaseFailures.isReferenced(e)
                    ? new Conflict("role-in-use", "The role is still assigned to users.")
                    : e;
        }
    }

    @Override
    public Map<Integer, Integer> holders() {
        return database.with(handle -> {
            Map<Integer, Integer> counts = new LinkedHashMap<>();
            handle.createQuery("select role_id, count(*) from cloudlab_user_role group by role_id")
                    .map((row, context) -> Map.entry(row.getInt(1), row.getInt(2)))
                    .forEach(count -> counts.put(count.getKey(), count.getValue()));
            return counts;
        });
    }

    @Override
    public Map<Integer, List<Role>> rolesOf(Collection<Integer> userIds) {
        return userIds.isEmpty() ? Map.of() : database.read(handle -> RoleRows.heldBy(handle, userIds));
    }

    @Override
    public void lock() {
        database.with(handle -> handle.createQuery("select name from cloudlab_lock where name = 'roles' for update")
                .mapTo(String.class)
                .one());
    }

    @Override
    public List<Role> rolesOf(int userId) {
        return database.read(handle -> RoleRows.select(
                handle,
                "where r.id in (select role_id from cloudlab_user_role where user_id = :user)",
                query -> query.bind("user", userId)));
    }

    @Override
    public void assign(int userId, Collection<Integer> roleIds) {
        Set<Integer> wanted = new TreeSet<>(roleIds);
        database.whole(handle -> {
            lock(handle, "user", userId);
            for (int role : wanted) lock(handle, "role", role);
            handle.execute("delete from cloudlab_user_role where user_id = ?", userId);
            PreparedBatch batch =
                    handle.prepareBatch("insert into cloudlab_user_role (user_id, role_id) values (?, ?)");
            for (int role : wanted) batch.add(userId, role);
            return wanted.isEmpty() ? wanted : batch.execute();
        });
    }

    /** Keeps the row from being deleted, and others from assigning to the same user, until the transaction ends. */
    private static void lock(Handle handle, String what, int id) {
        handle.createQuery("select id from cloudlab_" + what + " where id = :id for update")
                .bind("id", id)
                .mapTo(Integer.class)
                .findOne()
                .orElseThrow(() -> new NotFound(what));
    }

    private static Optional<Role> find(Handle handle, int id) {
        return RoleRows.select(handle, "where r.id = :id", query -> query.bind("id", id)).stream()
                .findFirst();
    }

    private static void insertPermissions(Handle handle, int id, Set<Permission> permissions) {
        PreparedBatch batch =
                handle.prepareBatch("insert into cloudlab_role_permission (role_id, codename) values (?, ?)");
        for (Permission permission : permissions) batch.add(id, permission.codename());
        if (!permissions.isEmpty()) batch.execute();
    }

    private static Conflict exists() {
        return new Conflict("role-exists", "A role of this name already exists.");
    }
}
