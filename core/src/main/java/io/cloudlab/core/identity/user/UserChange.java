package io.cloudlab.core.identity.user;

import org.jspecify.annotations.Nullable;

/** What is to change of a user; null leaves a member as it is, and so does an e-mail address without text. */
public record UserChange(
        @Nullable String displayName,
        @Nullable String email,
        @Nullable Boolean active) {}
