package io.cloudlab.persistence.people;

import io.cloudlab.core.access.Permission;
import io.cloudlab.core.access.PermissionInfo;
import io.cloudlab.core.access.StoredPermission;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/** The permissions there are. */
final class PermissionRows {
    private PermissionRows() {}

    static List<StoredPermission> all(Handle handle) {
        return handle.createQuery("select * from cloudlab_permission order by id")
                .map((row, context) -> new StoredPermission(
                        row.getInt("id"),
                        new PermissionInfo(
                                new Permission(row.getString("codename")),
                                row.getString("category"),
                                row.getString("label"),
                                row.getString("description"))))
                .list();
    }

    static void save(Handle handle, List<PermissionInfo> inOrder) {
        Set<PermissionInfo> stored =
                all(handle).stream().map(StoredPermission::info).collect(Collectors.toSet());
        if (stored.equals(new HashSet<>(inOrder))) return;
        for (PermissionInfo info : inOrder) if (!stored.contains(info)) save(handle, info);
        removeAllBut(handle, inOrder);
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
        Object[] codenames =
                kept.stream().map(info -> info.permission().codename()).toArray();
        handle.createUpdate("delete from cloudlab_permission where not (codename = any (:kept))")
                .bindArray("kept", String.class, codenames)
                .execute();
        handle.createUpdate(
                        "delete from cloudlab_role_permission where codename <> '*' and not (codename = any (:kept))")
                .bindArray("kept", String.class, codenames)
                .execute();
    }
}
