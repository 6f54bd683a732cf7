package io.cloudlab.persistence;

import io.cloudlab.core.access.Permission;
import io.cloudlab.core.access.PermissionInfo;
import io.cloudlab.core.access.Role;
import io.cloudlab.core.access.RoleStore;
import io.cloudlab.core.shared.Conflict;
import io.cloudlab.core.shared.NotFound;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jdbi.v3.core.statement.Query;
import org.jdbi.v3.core.statement.StatementContext;

final class JdbiRoleStore implements RoleStore {
    private final JdbiTransactions database;

    JdbiRoleStore(JdbiTransactions database) {
        this.database = database;
    }

    @Override
    public void savePermissions(List<PermissionInfo> inOrder) {
        database.whole(handle -> {
            Set<PermissionInfo> stored = new HashSet<>(permissions(handle));
            if (stored.equals(new HashSet<>(inOrder))) return stored;
            for (PermissionInfo info : inOrder) if (!stored.contains(info)) save(handle, info);
            removeAllBut(handle, inOrder);
            return stored;
        });
    }

    @Override
    public List<PermissionInfo> permissions() {
        return database.with(JdbiRoleStore::permissions);
    }

    @Override
    public Role insert(
            String name, String description, boolean system, Instant createdAt, Set<Permission> permissions) {
        return database.whole(handle -> {
            int id = handle.createUpdate("""
                            insert into cloudlab_role (name, description, system_role, created_at)
                            values (:name, :description, :system, :createdAt) on conflict do nothing""")
                    .bind("name", name)
                    .bind("description", description)
                    .bind("system", system)
                    .bind("createdAt", createdAt)
                    .executeAndReturnGeneratedKeys("id")
                    .mapTo(Integer.class)
                    .findOne()
                    .orElseThrow(() -> new Conflict("role-exists", "A role of this name already exists."));
            PreparedBatch batch =
                    handle.prepareBatch("insert into cloudlab_role_permission (role_id, codename) values (?, ?)");
            for (Permission permission : permissions) batch.add(id, permission.codename());
            if (!permissions.isEmpty()) batch.execute();
            return findByName(name).orElseThrow();
        });
    }

    @Override
    public Optional<Role> findByName(String name) {
        return database.with(handle ->
                roles(handle.createQuery("""
                        select r.*, p.codename from cloudlab_role r
                        left join cloudlab_role_permission p on p.role_id = r.id
                        where r.name = :name""").bind("name", name)).stream().findFirst());
    }

    @Override
    public List<Role> rolesOf(int userId) {
        return database.with(handle -> roles(handle.createQuery("""
                        select r.*, p.codename from cloudlab_user_role u
                        join cloudlab_role r on r.id = u.role_id
                        left join cloudlab_role_permission p on p.role_id = r.id
                        where u.user_id = :user order by r.id""").bind("user", userId)));
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

    private static List<PermissionInfo> permissions(Handle handle) {
        return handle.createQuery("select * from cloudlab_permission order by id")
                .map((row, context) -> new PermissionInfo(
                        new Permission(row.getString("codename")),
                        row.getString("category"),
                        row.getString("label"),
                        row.getString("description")))
                .list();
    }

    private static void save(Handle handle, PermissionInfo info) {
        for (String statement : List.of("""
                insert into cloudlab_permission (codename, category, label, description)
                values (:codename, :category, :label, :description) on conflict do nothing""", """
                update cloudlab_permission set category = :category, label = :label, description = :description
                where codename = :codename""")) {
            handle.createUpdate(statement)
                    .bind("codename", info.permission().codename())
                    .bind("category", info.category())
                    .bind("label", info.label())
                    .bind("description", info.description())
                    .execute();
        }
    }

    private static void removeAllBut(Handle handle, List<PermissionInfo> kept) {
        String[] codenames =
                kept.stream().map(info -> info.permission().codename()).toArray(String[]::new);
        handle.createUpdate("delete from cloudlab_permission where not (codename = any (:kept))")
                .bindArray("kept", String.class, (Object[]) codenames)
                .execute();
        handle.createUpdate(
                        "delete from cloudlab_role_permission where codename <> '*' and not (codename = any (:kept))")
                .bindArray("kept", String.class, (Object[]) codenames)
                .execute();
    }

    private static List<Role> roles(Query joinedWithPermissions) {
        Map<Integer, Role> roles = new LinkedHashMap<>();
        joinedWithPermissions
                .map(JdbiRoleStore::role)
                .forEach(next -> roles.merge(next.id(), next, JdbiRoleStore::both));
        return List.copyOf(roles.values());
    }

    private static Role role(ResultSet row, StatementContext context) throws SQLException {
        String codename = row.getString("codename");
        return new Role(
                row.getInt("id"),
                row.getString("name"),
                row.getString("description"),
                row.getBoolean("system_role"),
                Instants.get(row, "created_at"),
                codename == null ? Set.of() : Set.of(new Permission(codename)));
    }

    private static Role both(Role one, Role other) {
        Set<Permission> all = new HashSet<>(one.permissions());
        all.addAll(other.permissions());
        return new Role(one.id(), one.name(), one.description(), one.system(), one.createdAt(), all);
    }
}
