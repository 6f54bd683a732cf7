package io.cloudlab.core.identity.user;

import io.cloudlab.core.shared.EmailAddress;
import io.cloudlab.core.shared.Page;
import io.cloudlab.core.shared.PageRequest;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Where users are kept. Implementations are thread-safe. */
public interface UserStore {
    /** Whether there is no user at all. */
    boolean isEmpty();

    /**
     * Lets exactly one transaction ever go on to create the first user: the others wait for it to end, and are told
     * false if it was committed.
     */
    boolean claimSetup();

    /**
     * Stores a new user; its id is ignored.
     *
     * @return the user as stored, with its id
     * @throws io.cloudlab.core.shared.Conflict with code {@code username-taken} or {@code email-taken}; names are
     *     compared by {@link Username#key()}, e-mail addresses without regard to case
     */
    User insert(User user);

    Optional<User> find(int id);

    Optional<User> findByUsername(Username username);

    /**
     * Replaces all that is stored of the user but the last sign-in, unless it has changed since {@code user} was read.
     *
     * @return the user as stored, with its new version
     * @throws io.cloudlab.core.shared.StaleWrite if the stored version differs, or there is none
     * @throws io.cloudlab.core.shared.Conflict as {@link #insert}
     */
    User update(User user);

    /**
     * Notes when the user signed in last. Touches nothing else and leaves the version as it is, so that signing in never
     * clashes with an edit.
     */
    void recordSignIn(int id, Instant at);

    /** Compared without regard to case. */
    Optional<User> findByEmail(EmailAddress email);

    /**
     * By id.
     *
     * @param search text that username, e-mail address or display name hold, however it is written
     *     ({@link io.cloudlab.core.shared.Folded}); wildcards are
     *     literal; null for all
     */
    Page<User> list(@Nullable String search, User.@Nullable Status status, PageRequest page);

    /** How many users who are {@link User.Status#ACTIVE} hold the role. */
    int countActiveHolders(int roleId);
}
