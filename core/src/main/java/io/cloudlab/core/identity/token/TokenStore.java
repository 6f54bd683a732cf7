package io.cloudlab.core.identity.token;

import java.time.Instant;
import java.util.Optional;

/** Where single-use tokens are kept, by hash. Implementations are thread-safe. */
public interface TokenStore {
    void insert(AccountToken token);

    /** The token, if it is of this purpose, unspent, and valid at {@code now}. */
    Optional<AccountToken> find(String hash, AccountToken.Purpose purpose, Instant now);

    /**
     * Spends a token in the current transaction. Of concurrent calls exactly one returns true; a rollback restores the token.
     */
    boolean spend(String hash, AccountToken.Purpose purpose, Instant now);

    /** Spends every token of this purpose the user has. */
    void spendAll(int userId, AccountToken.Purpose purpose);

    /** Deletes tokens that are spent or expired. */
    void forgetExpired(Instant now);
}
