package io.cloudlab.core.identity.user;

import org.jspecify.annotations.Nullable;

/** The members of a user to change; null keeps a member, and so does an empty e-mail address. */
public record UserChange(
        @Nullable String displayName,
        @Nullable String email,
        @Nullable Boolean active) {}
