package io.cloudlab.http.api.people;

import io.cloudlab.core.access.Permission;
import io.cloudlab.core.identity.Invitations;
import io.cloudlab.core.identity.Users;
import io.cloudlab.core.identity.user.NewUser;
import io.cloudlab.core.identity.user.User;
import io.cloudlab.core.identity.user.UserChange;
import io.cloudlab.http.api.StatusJson;
import io.cloudlab.http.body.Bodies;
import io.cloudlab.http.routing.Access;
import io.cloudlab.http.routing.Exchange;
import io.cloudlab.http.routing.Paging;
import io.cloudlab.http.routing.Param;
import io.cloudlab.http.routing.RouteGroup;
import io.cloudlab.http.routing.RouteTableBuilder;
import io.cloudlab.http.security.Budget;
import io.cloudlab.http.security.Budgets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code /api/users}: all accounts, as administrators see them. */
final class UserRoutes implements RouteGroup {
    private static final Param<Integer> ID = Param.id("The user's id.");
    private static final Param<String> SEARCH =
            Param.text("search", "Only users whose username, display name or e-mail address holds this text.");
    private static final Param<User.Status> STATUS =
            Param.word("status", "Only users in this state.", User.Status.class);
    private static final Param<Long> PER_PAGE = Paging.perPage(100, 500);

    private final Users users;
    private final Invitations invitations;
    private final Budgets budgets;

    UserRoutes(Users users, Invitations invitations, Budgets budgets) {
        this.users = users;
        this.invitations = invitations;
        this.budgets = budgets;
    }

    record InviteJson(
            String username,
            String email,
            @Nullable String displayName,
            @Nullable List<Integer> roleIds,
            @Nullable List<String> roles) {
        InviteJson {
            Bodies.require("username", username);
            Bodies.require("email", email);
            checkRoles(roleIds, roles);
        }
    }

    record UserChangeJson(
            @Nullable String displayName,
            @Nullable String email,
            @Nullable Boolean isActive) {}

    record UserRolesJson(
            @Nullable List<Integer> roleIds, @Nullable List<String> roles) {
        UserRolesJson {
            if (roles == null) Bodies.require("role_ids", roleIds);
            checkRoles(roleIds, roles);
        }
    }

    private static void checkRoles(@Nullable List<Integer> roleIds, @Nullable List<String> roles) {
        Bodies.exclusive("role_ids", roleIds, "roles", roles);
        if (roleIds != null) Bodies.checkIds("role_ids", roleIds);
        if (roles != null) Bodies.checkNames("roles", roles);
    }

    @Override
    public String name() {
        return "Users";
    }

    @Override
    public void declare(RouteTableBuilder routes) {
        routes.get("listUsers", "/api/users")
                .by(Access.holdersOf(Permission.USERS_VIEW))
                .summary("The users, by id.")
                .takes(SEARCH, STATUS, Paging.PAGE, PER_PAGE)
                .lists(UserJson.ListOf.class)
                .to(exchange -> exchange.json(UserJson.ListOf.of(users.list(
                        exchange.caller(),
                        exchange.find(SEARCH),
                        exchange.find(STATUS),
                        Paging.of(exchange, PER_PAGE)))));
        routes.post("inviteUser", "/api/users")
                .by(Access.holdersOf(Permission.USERS_CREATE))
                .summary("Invite a user. Without a mail server the answer holds the link to hand over.")
                .body(InviteJson.class)
                .bodyLimit(Bodies.SMALL)
                .strict()
                .budget(Budget.MAILS)
                .answers(UserJson.New.class)
                .fails(400)
                .to(this::invite);
        routes.get("getUser", "/api/users/{id}")
                .by(Access.holdersOf(Permission.USERS_VIEW))
                .summary("One user with their permissions.")
                .takes(ID)
                .answers(UserJson.class)
                .fails(404)
                .to(exchange ->
                        exchange.json(UserJson.withPermissions(users.find(exchange.caller(), exchange.get(ID)))));
        routes.put("updateUser", "/api/users/{id}")
                .by(Access.holdersOf(Permission.USERS_EDIT))
                .summary("Change a user; what is null or missing stays. Deactivating ends the sessions.")
                .takes(ID)
                .body(UserChangeJson.class)
                .bodyLimit(Bodies.SMALL)
                .strict()
                .answers(UserJson.class)
                .fails(400, 404, 409)
                .to(this::change);
        routes.delete("deactivateUser", "/api/users/{id}")
                .by(Access.holdersOf(Permission.USERS_DELETE))
                .summary("Deactivate a user. The record of what they did stays.")
                .takes(ID)
                .strict()
                .answers(StatusJson.class)
                .fails(400, 404, 409)
                .to(exchange -> {
                    users.deactivate(exchange.caller(), exchange.get(ID));
                    exchange.json(new StatusJson("deactivated"));
                });
        routes.post("assignRoles", "/api/users/{id}/roles")
                .by(Access.holdersOf(Permission.USERS_ASSIGN_ROLES))
                .summary("Make a user hold exactly these roles, as far as the caller holds what they allow.")
                .takes(ID)
                .body(UserRolesJson.class)
                .bodyLimit(Bodies.SMALL)
                .strict()
                .answers(UserJson.class)
                .fails(400, 404)
                .to(this::assignRoles);
        routes.post("resendInvite", "/api/users/{id}/resend-invite")
                .by(Access.holdersOf(Permission.USERS_CREATE))
                .summary("Invite a user again who has not accepted yet. Older links stop working.")
                .takes(ID)
                .strict()
                .budget(Budget.MAILS)
                .answers(UserJson.InvitedAgain.class)
                .fails(400, 404)
                .to(exchange -> {
                    int id = exchange.get(ID);
                    budgets.take(Budget.MAILS, exchange.caller()).close();
                    exchange.json(UserJson.InvitedAgain.of(invitations.resend(exchange.caller(), id)));
                });
    }

    private void invite(Exchange exchange) {
        InviteJson body = exchange.body(InviteJson.class);
        NewUser wanted = new NewUser(
                body.username(), body.email(), body.displayName(), orNone(body.roleIds()), orNone(body.roles()));
        budgets.take(Budget.MAILS, exchange.caller()).close();
        exchange.json(UserJson.New.of(invitations.invite(exchange.caller(), wanted)));
    }

    private void change(Exchange exchange) {
        UserChangeJson body = exchange.body(UserChangeJson.class);
        UserChange change = new UserChange(body.displayName(), body.email(), body.isActive());
        exchange.json(UserJson.of(users.change(exchange.caller(), exchange.get(ID), change)));
    }

    private void assignRoles(Exchange exchange) {
        UserRolesJson body = exchange.body(UserRolesJson.class);
        exchange.json(UserJson.of(
                users.assignRoles(exchange.caller(), exchange.get(ID), orNone(body.roleIds()), orNone(body.roles()))));
    }

    private static <T> List<T> orNone(@Nullable List<T> given) {
        return given == null ? List.of() : given;
    }
}
