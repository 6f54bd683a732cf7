package io.cloudlab.persistence.people;

import io.cloudlab.core.access.Permission;
import io.cloudlab.core.access.Role;
import io.cloudlab.persistence.database.InstantArguments;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import org.jdbi.v3.core.statement.StatementContext;

/** Reads roles with their permissions, in one query however many there are. */
final class RoleRows {
    private RoleRows() {}

    private record Holding(int user, int role) {}

    /** @param where about {@code r}, the role */
    static List<Role> select(Handle handle, String where, UnaryOperator<Query> binding) {
        Map<Integer, Role> roles = new LinkedHashMap<>();
        binding.apply(handle.createQuery("select r.*, p.codename from cloudlab_role r"
                        + " left join cloudlab_role_permission p on p.role_id = r.id " + where + " order by r.id"))
                .map(RoleRows::role)
                .forEach(next -> roles.merge(next.id(), next, RoleRows::both));
        return List.copyOf(roles.values());
    }

    /** The roles are few, the users may be many: each role is read once. */
    static Map<Integer, List<Role>> heldBy(Handle handle, Collection<Integer> userIds) {
        List<Holding> holdings = handle.createQuery("""
                        select user_id, role_id from cloudlab_user_role where user_id = any (:users)
                        order by user_id, role_id""")
                .bindArray("users", Integer.class, userIds.toArray())
                .map((row, context) -> new Holding(row.getInt(1), row.getInt(2)))
                .list();
        Object[] roleIds = holdings.stream().map(Holding::role).distinct().toArray();
        if (roleIds.length == 0) return Map.of();
        Map<Integer, Role> roles =
                select(handle, "where r.id = any (:ids)", query -> query.bindArray("ids", Integer.class, roleIds))
                        .stream()
                        .collect(Collectors.toMap(Role::id, role -> role));
        Map<Integer, List<Role>> held = new HashMap<>();
        for (Holding one : holdings) {
            Role role = roles.get(one.role());
            if (role != null)
                held.computeIfAbsent(one.user(), user -> new ArrayList<>()).add(role);
        }
        return held;
    }

    private static Role role(ResultSet row, StatementContext context) throws SQLException {
        String codename = row.getString("codename");
        return new Role(
                row.getInt("id"),
                row.getString("name"),
                row.getString("description"),
                row.getBoolean("system_role"),
                InstantArguments.get(row, "created_at"),
                codename == null ? Set.of() : Set.of(new Permission(codename)));
    }

    private static Role both(Role one, Role other) {
        Set<Permission> all = new HashSet<>(one.permissions());
        all.addAll(other.permissions());
        return new Role(one.id(), one.name(), one.description(), one.system(), one.createdAt(), all);
    }
}
