package io.cloudlab.persistence.people;

import io.cloudlab.core.identity.token.AccountToken;
import io.cloudlab.core.identity.token.AccountToken.Purpose;
import io.cloudlab.core.identity.token.TokenStore;
import io.cloudlab.persistence.database.InstantArguments;
import io.cloudlab.persistence.database.JdbiTransactions;
import java.time.Instant;
import java.util.Optional;

public final class JdbiTokenStore implements TokenStore {
    private static final String IS_GOOD = "where hash = :hash and purpose = :purpose and expires_at > :now";

    private final JdbiTransactions database;

    public JdbiTokenStore(JdbiTransactions database) {
        this.database = database;
    }

    @Override
    public void insert(AccountToken token) {
        database.with(handle -> handle.createUpdate("""
                        insert into cloudlab_token (hash, purpose, user_id, expires_at)
                        values (:hash, :purpose, :user, :expires)""")
                .bind("hash", token.hash())
                .bind("purpose", token.purpose())
                .bind("user", token.userId())
                .bind("expires", token.expiresAt())
                .execute());
    }

    @Override
    public Optional<AccountToken> find(String hash, Purpose purpose, Instant now) {
        return database.read(handle -> handle.createQuery("select * from cloudlab_token " + IS_GOOD)
                .bind("hash", hash)
                .bind("purpose", purpose)
                .bind("now", now)
                .map((row, context) ->
                        new AccountToken(hash, purpose, row.getInt("user_id"), InstantArguments.get(row, "expires_at")))
                .findOne());
    }

    /** The second caller waits for the row, and finds it gone or, after a rollback, still there. */
    @Override
    public boolean spend(String hash, Purpose purpose, Instant now) {
        return database.with(handle -> handle.createUpdate("delete from cloudlab_token " + IS_GOOD)
                        .bind("hash", hash)
                        .bind("purpose", purpose)
                        .bind("now", now)
                        .execute()
                == 1);
    }

    @Override
    public void spendAll(int userId, Purpose purpose) {
        database.with(
                handle -> handle.createUpdate("delete from cloudlab_token where user_id = :user and purpose = :purpose")
                        .bind("user", userId)
                        .bind("purpose", purpose)
                        .execute());
    }

    @Override
    public void forgetExpired(Instant now) {
        database.with(handle -> handle.createUpdate("delete from cloudlab_token where expires_at <= :now")
                .bind("now", now)
                .execute());
    }
}
