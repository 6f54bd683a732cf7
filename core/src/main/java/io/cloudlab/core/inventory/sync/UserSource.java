package io.cloudlab.core.inventory.sync;

import io.cloudlab.core.access.Role;
import io.cloudlab.core.access.RoleStore;
import io.cloudlab.core.identity.user.User;
import io.cloudlab.core.identity.user.UserStore;
import io.cloudlab.core.inventory.type.FieldValues;
import io.cloudlab.core.shared.Page;
import io.cloudlab.core.shared.PageRequest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** The users of the system as objects. */
public final class UserSource implements SyncSource {
    private final UserStore users;
    private final RoleStore roles;

    public UserSource(UserStore users, RoleStore roles) {
        this.users = users;
        this.roles = roles;
    }

    @Override
    public List<Wanted> wanted() {
        List<Wanted> wanted = new ArrayList<>();
        Page<User> page;
        int number = 0;
        do {
            page = users.list(null, null, new PageRequest(++number, PageRequest.MAX_PER_PAGE));
            Map<Integer, List<Role>> held =
                    roles.rolesOf(page.items().stream().map(User::id).toList());
            for (User user : page.items()) wanted.add(wanted(user, held.getOrDefault(user.id(), List.of())));
        } while (page.items().size() == PageRequest.MAX_PER_PAGE);
        return wanted;
    }

    private static Wanted wanted(User user, List<Role> held) {
        Map<String, Object> fields = new HashMap<>();
        fields.put("username", user.username().value());
        fields.put("display_name", user.displayName());
        fields.put("email", user.email());
        fields.put("role", held.stream().map(Role::name).collect(Collectors.joining(", ")));
        fields.put("status", user.status().name().toLowerCase(Locale.ROOT));
        fields.put("last_login_at", user.lastLoginAt() == null ? null : FieldValues.written(user.lastLoginAt()));
        return new Wanted(String.valueOf(user.id()), fields);
    }
}
