package io.cloudlab.persistence.people;

import io.cloudlab.core.identity.session.OpenSession;
import io.cloudlab.core.identity.session.SessionStore;
import io.cloudlab.persistence.database.InstantArguments;
import io.cloudlab.persistence.database.JdbiTransactions;
import java.time.Instant;
import java.util.List;
import java.util.Set;

public final class JdbiSessionStore implements SessionStore {
    private final JdbiTransactions database;

    public JdbiSessionStore(JdbiTransactions database) {
        this.database = database;
    }

    @Override
    public void begin(OpenSession session) {
        database.with(handle -> handle.createUpdate("""
                        insert into cloudlab_session (id, user_id, token_version, begun_at, expires_at, ip_address)
                        values (:id, :user, :tokenVersion, :begun, :expires, :address)""")
                .bind("id", session.id())
                .bind("user", session.userId())
                .bind("tokenVersion", session.tokenVersion())
                .bind("begun", session.begunAt())
                .bind("expires", session.expiresAt())
                .bind("address", session.ipAddress())
                .execute());
    }

    @Override
    public List<OpenSession> open(int userId, int tokenVersion, Instant now) {
        return database.read(handle -> handle.createQuery("""
                        select * from cloudlab_session begun
                        where user_id = :user and token_version = :tokenVersion and expires_at > :now and not exists (
                            select 1 from cloudlab_revoked_session ended
                            where ended.user_id = begun.user_id and ended.session_id = begun.id)
                        order by begun_at desc, id limit :most""")
                .bind("user", userId)
                .bind("tokenVersion", tokenVersion)
                .bind("now", now)
                .bind("most", MAX_LISTED)
                .map((row, context) -> new OpenSession(
                        userId,
                        row.getString("id"),
                        tokenVersion,
                        InstantArguments.get(row, "begun_at"),
                        InstantArguments.get(row, "expires_at"),
                        row.getString("ip_address")))
                .list());
    }

    @Override
    public Set<String> addresses(int userId) {
        return database.read(handle ->
                handle.createQuery("""
                        select distinct ip_address from cloudlab_session
                        where user_id = :user and ip_address is not null""").bind("user", userId).mapTo(String.class).set());
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
        database.with(handle -> handle.createUpdate("delete from cloudlab_session where expires_at <= :time")
                .bind("time", now.minus(ADDRESSES_KEPT))
                .execute());
    }
}
