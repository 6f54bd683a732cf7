package io.cloudlab.core.identity;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A person with an account.
 *
 * @param id given by the store; 0 before it is stored
 * @param passwordHash null until the invitation is accepted
 * @param tokenVersion sessions begun under another version are over
 * @param version guards updates
 */
public record User(
        int id,
        Username username,
        @Nullable String email,
        @Nullable String displayName,
        @Nullable String passwordHash,
        boolean active,
        int tokenVersion,
        Instant createdAt,
        @Nullable Instant lastLoginAt,
        @Nullable Instant inviteAcceptedAt,
        long version) {

    /** What a list shows of the account's life. */
    public enum Status {
        INVITED,
        ACTIVE,
        INACTIVE
    }

    public Status status() {
        if (inviteAcceptedAt == null) return Status.INVITED;
        return active ? Status.ACTIVE : Status.INACTIVE;
    }

    public User withId(int given) {
        return new User(
                given,
                username,
                email,
                displayName,
                passwordHash,
                active,
                tokenVersion,
                createdAt,
                lastLoginAt,
                inviteAcceptedAt,
                version);
    }

    public User withVersion(long given) {
        return new User(
                id,
                username,
                email,
                displayName,
                passwordHash,
                active,
                tokenVersion,
                createdAt,
                lastLoginAt,
                inviteAcceptedAt,
                given);
    }

    @Override
    public String toString() {
        return "User[" + id + " " + username + "]";
    }
}
