package io.cloudlab.persistence;

import io.cloudlab.core.identity.SessionStore;
import java.time.Instant;
import java.util.Set;

final class JdbiSessionStore implements SessionStore {
    private final JdbiTransactions database;

    JdbiSessionStore(JdbiTransactions database) {
        this.database = database;
    }

    @Override
    public void revoke(int userId, String sessionId, Instant expiresAt) {
        database.with(handle -> handle.createUpdate("""
                        insert into cloudlab_revoked_session (user_id, session_id, expires_at)
                        values (:user, :session, :expires) on conflict do nothing""")
                .bind("user", userId)
                .bind("session", sessionId)
                .bind("expires", expiresAt)
                .execute());
    }

    @Override
    public Set<String> revoked(int userId) {
        return database.read(
                handle -> handle.createQuery("select session_id from cloudlab_revoked_session where user_id = :user")
                        .bind("user", userId)
                        .mapTo(String.class)
                        .set());
    }

    @Override
    public void forgetExpired(Instant now) {
        database.with(handle -> handle.createUpdate("delete from cloudlab_revoked_session where expires_at <= :now")
                .bind("now", now)
                .execute());
    }
}
