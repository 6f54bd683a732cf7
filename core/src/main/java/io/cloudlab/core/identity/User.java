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

    User withProfile(@Nullable String newDisplayName, @Nullable String newEmail) {
        return new User(
                id,
                username,
                newEmail,
                newDisplayName,
                passwordHash,
                active,
                tokenVersion,
                createdAt,
                lastLoginAt,
                inviteAcceptedAt,
                version);
    }

    /** With another password; ends every session. */
    User withPassword(String hash) {
        return new User(
                id,
                username,
                email,
                displayName,
                hash,
                active,
                tokenVersion + 1,
                createdAt,
                lastLoginAt,
                inviteAcceptedAt,
                version);
    }

    /** With the first password. */
    User accepting(String hash, @Nullable String newDisplayName, Instant now) {
        return new User(
                id,
                username,
                email,
                newDisplayName == null ? displayName : newDisplayName,
                hash,
                active,
                tokenVersion + 1,
                createdAt,
                now,
                now,
                version);
    }

    /** Switched on or off; switching off ends every session. */
    User active(boolean wanted) {
        return new User(
                id,
                username,
                email,
                displayName,
                passwordHash,
                wanted,
                wanted ? tokenVersion : tokenVersion + 1,
                createdAt,
                lastLoginAt,
                inviteAcceptedAt,
                version);
    }

    @Override
    public String toString() {
        return "User[" + id + " " + username + "]";
    }
}
