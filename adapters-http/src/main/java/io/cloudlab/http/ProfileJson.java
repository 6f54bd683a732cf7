package io.cloudlab.http;

import io.cloudlab.core.access.Permission;
import io.cloudlab.core.identity.Profile;
import io.cloudlab.core.identity.User;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A user as he sees himself. */
record ProfileJson(
        int id,
        String username,
        @Nullable String email,
        @Nullable String displayName,
        boolean isActive,
        String status,
        Instant createdAt,
        @Nullable Instant lastLoginAt,
        @Nullable Instant inviteAcceptedAt,
        List<UserJson.RoleName> roles,
        List<String> permissions) {
    static ProfileJson of(Profile profile) {
        User user = profile.user();
        return new ProfileJson(
                user.id(),
                user.username().value(),
                user.email(),
                user.displayName(),
                user.active(),
                user.status().name().toLowerCase(Locale.ROOT),
                user.createdAt(),
                user.lastLoginAt(),
                user.inviteAcceptedAt(),
                profile.roles().stream()
                        .map(role -> new UserJson.RoleName(role.id(), role.name()))
                        .toList(),
                profile.permissions().stream().map(Permission::codename).toList());
    }
}
