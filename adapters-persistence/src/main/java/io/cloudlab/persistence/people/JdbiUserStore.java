package io.cloudlab.persistence.people;

import io.cloudlab.core.identity.user.User;
import io.cloudlab.core.identity.user.UserStore;
import io.cloudlab.core.identity.user.Username;
import io.cloudlab.core.shared.Conflict;
import io.cloudlab.core.shared.EmailAddress;
import io.cloudlab.core.shared.Folded;
import io.cloudlab.core.shared.Page;
import io.cloudlab.core.shared.PageRequest;
import io.cloudlab.core.shared.StaleWrite;
import io.cloudlab.persistence.database.DatabaseFailures;
import io.cloudlab.persistence.database.InstantArguments;
import io.cloudlab.persistence.database.JdbiTransactions;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.JdbiException;
import org.jdbi.v3.core.statement.SqlStatement;
import org.jdbi.v3.core.statement.StatementContext;
import org.jspecify.annotations.Nullable;

public final class JdbiUserStore implements UserStore {
    private final JdbiTransactions database;

    public JdbiUserStore(JdbiTransactions database) {
        this.database = database;
    }

    @Override
    public boolean isEmpty() {
        return database.read(handle -> handle.createQuery("select not exists (select 1 from cloudlab_user)")
                .mapTo(Boolean.class)
                .one());
    }

    /** The first to update the row holds its lock until the end of its transaction; the others then find it claimed. */
    @Override
    public boolean claimSetup() {
        return database.with(
                handle -> handle.execute("update cloudlab_setup set claimed = true where id = 1 and not claimed") == 1);
    }

    @Override
    public User insert(User user) {
        return database.with(handle -> {
            var insert = handle.createUpdate("""
                    insert into cloudlab_user (username, username_key, email, email_key, display_name, search_key,
                        password_hash, active, token_version, created_at, last_login_at, invite_accepted_at, version)
                    values (:username, :usernameKey, :email, :emailKey, :displayName, :searchKey,
                        :passwordHash, :active, :tokenVersion, :createdAt, :lastLoginAt, :inviteAcceptedAt, :version)
                    on conflict do nothing""");
            bind(insert, user).bindByType("lastLoginAt", user.lastLoginAt(), Instant.class);
            return insert.executeAndReturnGeneratedKeys("id")
                    .mapTo(Integer.class)
                    .findOne()
                    .flatMap(id -> find(handle, id))
                    .orElseThrow(() -> duplicate(handle, user.withId(0)));
        });
    }

    @Override
    public Optional<User> find(int id) {
        return database.read(handle -> find(handle, id));
    }

    @Override
    public Optional<User> findByUsername(Username username) {
        return database.read(handle -> handle.createQuery("select * from cloudlab_user where username_key = :key")
                .bind("key", username.key())
                .map(JdbiUserStore::user)
                .findOne());
    }

    @Override
    public User update(User user) {
        try {
            return database.whole(handle -> {
                int written = bind(handle.createUpdate("""
                        update cloudlab_user set username = :username, username_key = :usernameKey,
                            email = :email, email_key = :emailKey, display_name = :displayName,
                            search_key = :searchKey,
                            password_hash = :passwordHash, active = :active, token_version = :tokenVersion,
                            created_at = :createdAt, invite_accepted_at = :inviteAcceptedAt,
                            version = :version + 1
                        where id = :id and version = :version"""), user)
                        .bind("id", user.id())
                        .execute();
                if (written == 0) throw new StaleWrite("user");
                return find(handle, user.id()).orElseThrow();
            });
        } catch (JdbiException e) {
            if (DatabaseFailures.isDuplicate(e)) throw database.with(handle -> duplicate(handle, user));
            throw e;
        }
    }

    @Override
    public void recordSignIn(int id, Instant at) {
        database.with(handle -> handle.createUpdate("update cloudlab_user set last_login_at = :at where id = :id")
                .bind("id", id)
                .bind("at", at)
                .execute());
    }

    @Override
    public Optional<User> findByEmail(EmailAddress email) {
        return database.read(handle -> handle.createQuery("select * from cloudlab_user where email_key = :key")
                .bind("key", email.value())
                .map(JdbiUserStore::user)
                .findOne());
    }

    @Override
    public Page<User> list(@Nullable String search, User.@Nullable Status status, PageRequest page) {
        return database.read(handle -> new UserQuery(search, status).page(handle, page));
    }

    @Override
    public int countActiveHolders(int roleId) {
        return database.read(handle -> handle.createQuery("""
                        select count(*) from cloudlab_user_role held join cloudlab_user u on u.id = held.user_id
                        where held.role_id = :role and u.active and u.invite_accepted_at is not null""")
                .bind("role", roleId)
                .mapTo(Integer.class)
                .one());
    }

    private static Optional<User> find(Handle handle, int id) {
        return handle.createQuery("select * from cloudlab_user where id = :id")
                .bind("id", id)
                .map(JdbiUserStore::user)
                .findOne();
    }

    /** Which of the two unique members it was: one of another user's, or else the e-mail address. */
    private static Conflict duplicate(Handle handle, User user) {
        boolean nameTaken = handle.createQuery(
                        "select exists (select 1 from cloudlab_user where username_key = :key and id <> :id)")
                .bind("key", user.username().key())
                .bind("id", user.id())
                .mapTo(Boolean.class)
                .one();
        return nameTaken
                ? new Conflict("username-taken", "This username already exists.")
                : new Conflict("email-taken", "This e-mail address is already in use.");
    }

    private static <S extends SqlStatement<S>> S bind(S statement, User user) {
        return statement
                .bind("username", user.username().value())
                .bind("usernameKey", user.username().key())
                .bind("email", user.email())
                .bind("emailKey", lowerCase(user.email()))
                .bind("displayName", user.displayName())
                .bind("searchKey", searchKey(user))
                .bind("passwordHash", user.passwordHash())
                .bind("active", user.active())
                .bind("tokenVersion", user.tokenVersion())
                .bind("createdAt", user.createdAt())
                .bindByType("inviteAcceptedAt", user.inviteAcceptedAt(), Instant.class)
                .bind("version", user.version());
    }

    private static String searchKey(User user) {
        return Stream.of(user.username().value(), user.email(), user.displayName())
                .filter(Objects::nonNull)
                .map(Folded::of)
                .collect(Collectors.joining("\n"));
    }

    private static @Nullable String lowerCase(@Nullable String text) {
        return text == null ? null : text.toLowerCase(Locale.ROOT);
    }

    static User user(ResultSet row, StatementContext context) throws SQLException {
        return new User(
                row.getInt("id"),
                new Username(row.getString("username")),
                row.getString("email"),
                row.getString("display_name"),
                row.getString("password_hash"),
                row.getBoolean("active"),
                row.getInt("token_version"),
                InstantArguments.get(row, "created_at"),
                InstantArguments.find(row, "last_login_at"),
                InstantArguments.find(row, "invite_accepted_at"),
                row.getLong("version"));
    }
}
