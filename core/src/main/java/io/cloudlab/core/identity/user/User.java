package io.cloudlab.core.identity.user;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A person with an account.
 *
 * @param id given by the store; 0 before it is stored
 * @param passwordHash null until the invitation is accepted
 * @param tokenVersion sessions begun under another version have ended
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

    /** The account's state, as lists show it. */
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
        return copy(
                given, email, displayName, passwordHash, active, tokenVersion, lastLoginAt, inviteAcceptedAt, version);
    }

    public User withVersion(long given) {
        return copy(id, email, displayName, passwordHash, active, tokenVersion, lastLoginAt, inviteAcceptedAt, given);
    }

    public User withProfile(@Nullable String name, @Nullable String mail) {
        return copy(id, mail, name, passwordHash, active, tokenVersion, lastLoginAt, inviteAcceptedAt, version);
    }

    /** With another password; ends every session. */
    public User withPassword(String hash) {
        return copy(id, email, displayName, hash, active, tokenVersion + 1, lastLoginAt, inviteAcceptedAt, version);
    }

    /** With the first password. */
    public User accepting(String hash, @Nullable String newName, Instant now) {
        String name = newName == null ? displayName : newName;
        return copy(id, email, name, hash, active, tokenVersion + 1, now, now, version);
    }

    /** Switched on or off; switching off ends every session. */
    public User active(boolean on) {
        int tokens = on ? tokenVersion : tokenVersion + 1;
        return copy(id, email, displayName, passwordHash, on, tokens, lastLoginAt, inviteAcceptedAt, version);
    }

    private User copy(
            int newId,
            @Nullable String mail,
            @Nullable String name,
            @Nullable String hash,
            boolean on,
            int tokens,
            @Nullable Instant login,
            @Nullable Instant accepted,
            long newVersion) {
        return new User(newId, username, mail, name, hash, on, tokens, createdAt, login, accepted, newVersion);
    }

    @Override
    public String toString() {
        return "User[" + id + " " + username + "]";
    }
}
