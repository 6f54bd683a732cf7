package io.cloudlab.http.api.people;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.cloudlab.core.access.Permission;
import io.cloudlab.core.identity.Invited;
import io.cloudlab.core.identity.user.Profile;
import io.cloudlab.core.identity.user.User;
import io.cloudlab.core.shared.Page;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A user as clients see it.
 *
 * @param isActive whether the user can sign in: the invitation is accepted, and the account not switched off
 * @param permissions left out where not a single user is asked for
 */
record UserJson(
        int id,
        String username,
        @Nullable String email,
        @Nullable String displayName,
        boolean isActive,
        User.Status status,
        Instant createdAt,
        @Nullable Instant lastLoginAt,
        @Nullable Instant inviteAcceptedAt,
        List<RoleName> roles,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable List<String> permissions) {

    /** A user's id and name. */
    record Brief(
            int id,
            String username,
            @Nullable String email,
            @Nullable String displayName) {
        static Brief of(User user) {
            return new Brief(user.id(), user.username().value(), user.email(), user.displayName());
        }
    }

    /** A role as part of something else. */
    record RoleName(int id, String name) {}

    record ListOf(List<UserJson> users, long total, int page, int perPage) {
        static ListOf of(Page<Profile> page) {
            return new ListOf(
                    page.map(UserJson::of).items(),
                    page.total(),
                    page.request().page(),
                    page.request().perPage());
        }
    }

    /** @param inviteUrl what to hand over where no mail is sent */
    record New(UserJson user, boolean inviteSent, @Nullable String inviteUrl) {
        static New of(Invited invited) {
            return new New(UserJson.of(invited.profile()), invited.mailed(), invited.link());
        }
    }

    /** As {@link New}, once more. */
    record InvitedAgain(
            String status, boolean inviteSent, @Nullable String inviteUrl) {
        static InvitedAgain of(Invited invited) {
            return new InvitedAgain("invite_resent", invited.mailed(), invited.link());
        }
    }

    static UserJson of(Profile profile) {
        return of(profile, null);
    }

    static UserJson withPermissions(Profile profile) {
        return of(
                profile,
                profile.permissions().stream().map(Permission::codename).toList());
    }

    private static UserJson of(Profile profile, @Nullable List<String> permissions) {
        User user = profile.user();
        return new UserJson(
                user.id(),
                user.username().value(),
                user.email(),
                user.displayName(),
                user.status() == User.Status.ACTIVE,
                user.status(),
                user.createdAt(),
                user.lastLoginAt(),
                user.inviteAcceptedAt(),
                profile.roles().stream()
                        .map(role -> new RoleName(role.id(), role.name()))
                        .toList(),
                permissions);
    }
}
