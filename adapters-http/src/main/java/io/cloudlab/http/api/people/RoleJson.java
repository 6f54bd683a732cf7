package io.cloudlab.http.api.people;

import io.cloudlab.core.access.Role;
import io.cloudlab.core.access.RoleSummary;
import io.cloudlab.core.access.StoredPermission;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A role as clients see it. */
record RoleJson(
        int id,
        String name,
        String description,
        boolean isSystem,
        Instant createdAt,
        int userCount,
        List<Permission> permissions) {

    /** A permission as part of a role. */
    record Permission(int id, String codename, String category, String label) {
        static Permission of(StoredPermission stored) {
            return new Permission(
                    stored.id(),
                    stored.permission().codename(),
                    stored.info().category(),
                    stored.info().label());
        }
    }

    record ListOf(List<RoleJson> roles) {
        static ListOf of(List<RoleSummary> roles) {
            return new ListOf(roles.stream().map(RoleJson::of).toList());
        }
    }

    /** A permission to choose from. */
    record Choice(int id, String codename, String label, String description) {
        static Choice of(StoredPermission stored) {
            return new Choice(
                    stored.id(),
                    stored.permission().codename(),
                    stored.info().label(),
                    stored.info().description());
        }
    }

    /** @param permissions by category */
    record Choices(Map<String, List<Choice>> permissions) {
        static Choices of(List<StoredPermission> all) {
            Map<String, List<Choice>> byCategory = new LinkedHashMap<>();
            for (StoredPermission each : all)
                byCategory
                        .computeIfAbsent(each.info().category(), first -> new ArrayList<>())
                        .add(Choice.of(each));
            return new Choices(byCategory);
        }
    }

    static RoleJson of(RoleSummary summary) {
        Role role = summary.role();
        return new RoleJson(
                role.id(),
                role.name(),
                role.description(),
                role.system(),
                role.createdAt(),
                summary.userCount(),
                summary.permissions().stream().map(Permission::of).toList());
    }
}
