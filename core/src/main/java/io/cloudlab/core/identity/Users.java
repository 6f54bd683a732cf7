package io.cloudlab.core.identity;

import io.cloudlab.core.access.Caller;
import io.cloudlab.core.access.Permission;
import io.cloudlab.core.access.Role;
import io.cloudlab.core.audit.AuditTrail;
import io.cloudlab.core.identity.token.AccountLinks;
import io.cloudlab.core.identity.user.DisplayName;
import io.cloudlab.core.identity.user.Profile;
import io.cloudlab.core.identity.user.User;
import io.cloudlab.core.identity.user.UserChange;
import io.cloudlab.core.identity.user.UserEvents;
import io.cloudlab.core.identity.user.UserStore;
import io.cloudlab.core.identity.user.Username;
import io.cloudlab.core.shared.EmailAddress;
import io.cloudlab.core.shared.NotFound;
import io.cloudlab.core.shared.Page;
import io.cloudlab.core.shared.PageRequest;
import io.cloudlab.core.shared.Refused;
import io.cloudlab.core.shared.Transactions;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Shows and changes users. A caller cannot change a user who holds a right the caller lacks. Thread-safe. */
public final class Users {
    private final Transactions transactions;
    private final UserStore users;
    private final AccountGuard guard;
    private final AccountLinks links;
    private final AccountMails post;
    private final UserEvents events;
    private final AuditTrail audit;
    private final OwnProfile ownProfile;

    public Users(
            Transactions transactions,
            UserStore users,
            AccountGuard guard,
            AccountLinks links,
            AccountMails post,
            UserEvents events,
            AuditTrail audit,
            OwnProfile ownProfile) {
        this.transactions = transactions;
        this.users = users;
        this.guard = guard;
        this.links = links;
        this.post = post;
        this.events = events;
        this.audit = audit;
        this.ownProfile = ownProfile;
    }

    /** By id; {@code search} looks into names and addresses. */
    public Page<Profile> list(Caller caller, @Nullable String search, User.@Nullable Status status, PageRequest page) {
        caller.require(Permission.USERS_VIEW);
        return guard.profiles(users.list(search, status, page));
    }

    /** @throws io.cloudlab.core.shared.NotFound if there is no such user */
    public Profile find(Caller caller, int id) {
        caller.require(Permission.USERS_VIEW);
        return guard.profile(guard.existing(id));
    }

    /** @throws io.cloudlab.core.shared.NotFound if there is no such user */
    public Profile find(Caller caller, Username name) {
        caller.require(Permission.USERS_VIEW);
        return guard.profile(users.findByUsername(name).orElseThrow(() -> new NotFound("user")));
    }

    /**
     * Changes the members that are not null. Switching a user off ends their sessions and links.
     *
     * @throws Refused for switching oneself or the last active super-admin off, a taken address, or another address for
     *     the caller's own account: see {@link #changeOwnProfile}
     */
    public Profile change(Caller caller, int id, UserChange change) {
        caller.require(Permission.USERS_EDIT);
        String displayName = DisplayName.of(change.displayName());
        String email = address(change.email());
        return transactions.call(() -> {
            User user = guard.existing(id);
            guard.requireNotAbove(caller, user);
            User next = user.withProfile(
                    change.displayName() == null ? user.displayName() : displayName,
                    email == null ? user.email() : email);
            boolean switchedOff = user.active() && Boolean.FALSE.equals(change.active());
            if (switchedOff) requireMayGo(caller, user);
            if (change.active() != null && change.active() != user.active()) next = next.active(change.active());
            boolean moved = !Objects.equals(next.email(), user.email());
            if (moved && Objects.equals(caller.userId(), id))
                throw new Refused(
                        "own-email", "Change your own e-mail address in your profile, with your current password.");
            if (switchedOff || moved) links.spendAll(id);
            User written = next;
            User stored = AccountGuard.refusingTaken(() -> users.update(written));
            audit.record(caller, "user.update", "users/" + id, changed(change));
            if (moved) post.addressChanged(user, stored);
            events.changed(id);
            return guard.profile(stored);
        });
    }

    /** Switches a user off; the row stays. Doing it again changes nothing. */
    public void deactivate(Caller caller, int id) {
        caller.require(Permission.USERS_DELETE);
        transactions.run(() -> {
            User user = guard.existing(id);
            guard.requireNotAbove(caller, user);
            requireMayGo(caller, user);
            links.spendAll(id);
            if (user.active()) users.update(user.active(false));
            audit.record(caller, "user.deactivate", "users/" + id);
            events.changed(id);
        });
    }

    /**
     * Makes the user hold exactly these roles.
     *
     * @throws Refused for an unknown role, or taking the role from the last active super-admin
     * @throws io.cloudlab.core.access.Denied if a role that is added or stays holds a right the caller lacks, or the user
     *     does
     */
    public Profile assignRoles(Caller caller, int id, Collection<Integer> roleIds) {
        return assignRoles(caller, id, roleIds, List.of());
    }

    /** As {@link #assignRoles(Caller, int, Collection)}: the roles with these ids and those with these names. */
    public Profile assignRoles(Caller caller, int id, Collection<Integer> roleIds, Collection<String> names) {
        caller.require(Permission.USERS_ASSIGN_ROLES);
        return transactions.call(() -> {
            User user = guard.existing(id);
            guard.requireNotAbove(caller, user);
            List<Role> granted = guard.grantable(caller, roleIds, names);
            if (granted.stream().noneMatch(role -> role.name().equals(Role.SUPER_ADMIN))) {
                guard.requireAnotherAdministrator(user);
            }
            guard.assign(user, granted);
            audit.record(
                    caller,
                    "user.roles.assign",
                    "users/" + id,
                    Map.of("roles", granted.stream().map(Role::name).toList()));
            return guard.profile(user);
        });
    }

    /**
     * Changes the caller's own name and address, where given. Another address ends all other sessions and all links, and
     * both addresses get a mail.
     *
     * @param currentPassword needed for another address
     * @param keptSession the id of the session that goes on if the address changes; null if none does
     * @throws Refused with code {@code password-needed} or {@code wrong-password}, or for a taken address
     */
    public Profile changeOwnProfile(
            Caller caller,
            @Nullable String displayName,
            @Nullable String email,
            char @Nullable [] currentPassword,
            @Nullable String keptSession) {
        return guard.profile(ownProfile.change(caller, displayName, address(email), currentPassword, keptSession));
    }

    /** An address is never taken away: clients that send the empty text of a form leave it as it is. */
    private static @Nullable String address(@Nullable String given) {
        return given == null || given.isBlank() ? null : new EmailAddress(given).value();
    }

    private void requireMayGo(Caller caller, User user) {
        if (Objects.equals(caller.userId(), user.id())) {
            throw new Refused("own-account", "Cannot deactivate your own account.");
        }
        guard.requireAnotherAdministrator(user);
    }

    private static Map<String, Object> changed(UserChange change) {
        Map<String, Object> details = new LinkedHashMap<>();
        List<String> members = new ArrayList<>();
        if (change.displayName() != null) members.add("display_name");
        if (address(change.email()) != null) members.add("email");
        if (change.active() != null) details.put("is_active", change.active());
        details.put("changed", members);
        return details;
    }
}
