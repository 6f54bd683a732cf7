package io.cloudlab.http.api.people;

import io.cloudlab.core.access.NewRole;
import io.cloudlab.core.access.Permission;
import io.cloudlab.core.identity.Roles;
import io.cloudlab.http.api.StatusJson;
import io.cloudlab.http.body.Bodies;
import io.cloudlab.http.routing.Access;
import io.cloudlab.http.routing.Param;
import io.cloudlab.http.routing.RouteGroup;
import io.cloudlab.http.routing.RouteTableBuilder;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code /api/roles}. */
final class RoleRoutes implements RouteGroup {
    private static final Param<Integer> ID = Param.id("The role's id.");

    private final Roles roles;

    RoleRoutes(Roles roles) {
        this.roles = roles;
    }

    record NewRoleJson(
            String name,
            @Nullable String description,
            @Nullable List<Integer> permissionIds,
            @Nullable List<String> permissions) {
        NewRoleJson {
            Bodies.require("name", name);
            checkPermissions(permissionIds, permissions);
        }
    }

    record RoleChangeJson(
            @Nullable String name,
            @Nullable String description,
            @Nullable List<Integer> permissionIds,
            @Nullable List<String> permissions) {
        RoleChangeJson {
            checkPermissions(permissionIds, permissions);
        }
    }

    private static void checkPermissions(@Nullable List<Integer> ids, @Nullable List<String> codenames) {
        Bodies.exclusive("permission_ids", ids, "permissions", codenames);
        if (ids != null) Bodies.checkIds("permission_ids", ids);
        if (codenames != null) Bodies.checkNames("permissions", codenames);
    }

    @Override
    public String name() {
        return "Roles";
    }

    @Override
    public void declare(RouteTableBuilder routes) {
        routes.get("listRoles", "/api/roles")
                .by(Access.holdersOf(Permission.ROLES_VIEW))
                .summary("All roles, by id.")
                .lists(RoleJson.ListOf.class)
                .to(exchange -> exchange.json(RoleJson.ListOf.of(roles.list(exchange.caller()))));
        routes.get("listPermissions", "/api/roles/permissions")
                .by(Access.holdersOf(Permission.ROLES_VIEW))
                .summary("Every permission a role can hold, by category.")
                .lists(RoleJson.Choices.class)
                .to(exchange -> exchange.json(RoleJson.Choices.of(roles.permissions(exchange.caller()))));
        routes.post("createRole", "/api/roles")
                .by(Access.holdersOf(Permission.ROLES_CREATE))
                .summary("Create a role from permissions the caller holds.")
                .body(NewRoleJson.class)
                .bodyLimit(Bodies.SMALL)
                .strict()
                .answers(RoleJson.class)
                .fails(400)
                .to(exchange -> {
                    NewRoleJson body = exchange.body(NewRoleJson.class);
                    NewRole wanted =
                            new NewRole(body.name(), body.description(), body.permissionIds(), body.permissions());
                    exchange.json(RoleJson.of(roles.create(exchange.caller(), wanted)));
                });
        routes.get("getRole", "/api/roles/{id}")
                .by(Access.holdersOf(Permission.ROLES_VIEW))
                .summary("One role.")
                .takes(ID)
                .answers(RoleJson.class)
                .fails(404)
                .to(exchange -> exchange.json(RoleJson.of(roles.find(exchange.caller(), exchange.get(ID)))));
        routes.put("updateRole", "/api/roles/{id}")
                .by(Access.holdersOf(Permission.ROLES_EDIT))
                .summary("Change a role; what is null or missing stays, a given list of permissions replaces.")
                .takes(ID)
                .body(RoleChangeJson.class)
                .bodyLimit(Bodies.SMALL)
                .strict()
                .answers(RoleJson.class)
                .fails(400, 404)
                .to(exchange -> {
                    RoleChangeJson body = exchange.body(RoleChangeJson.class);
                    NewRole wanted =
                            new NewRole(body.name(), body.description(), body.permissionIds(), body.permissions());
                    exchange.json(RoleJson.of(roles.change(exchange.caller(), exchange.get(ID), wanted)));
                });
        routes.delete("deleteRole", "/api/roles/{id}")
                .by(Access.holdersOf(Permission.ROLES_DELETE))
                .summary("Delete a role that no user holds.")
                .takes(ID)
                .strict()
                .answers(StatusJson.class)
                .fails(400, 404)
                .to(exchange -> {
                    roles.delete(exchange.caller(), exchange.get(ID));
                    exchange.json(new StatusJson("deleted"));
                });
    }
}
