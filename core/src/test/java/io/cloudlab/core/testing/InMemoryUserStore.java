package io.cloudlab.core.testing;

import io.cloudlab.core.identity.User;
import io.cloudlab.core.identity.UserStore;
import io.cloudlab.core.identity.Username;
import io.cloudlab.core.shared.Conflict;
import io.cloudlab.core.shared.StaleWrite;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Users in memory. */
public final class InMemoryUserStore implements UserStore {
    private final InMemoryTransactions transactions;
    private final Rows<Integer, User> users;
    private final Rows<String, Boolean> setup;
    private int lastId;

    InMemoryUserStore(InMemoryTransactions transactions) {
        this.transactions = transactions;
        this.users = new Rows<>(transactions);
        this.setup = new Rows<>(transactions);
    }

    @Override
    public boolean isEmpty() {
        return transactions.alone(() -> users.values().isEmpty());
    }

    @Override
    public boolean claimSetup() {
        return transactions.alone(() -> {
            if (setup.get("claimed") != null) return false;
            setup.put("claimed", true);
            return true;
        });
    }

    @Override
    public User insert(User user) {
        return transactions.alone(() -> {
            refuseDuplicates(user.withId(0));
            User stored = user.withId(++lastId);
            users.put(stored.id(), stored);
            return stored;
        });
    }

    @Override
    public Optional<User> find(int id) {
        return transactions.alone(() -> Optional.ofNullable(users.get(id)));
    }

    @Override
    public Optional<User> findByUsername(Username username) {
        return transactions.alone(() -> users.values().stream()
                .filter(user -> user.username().key().equals(username.key()))
                .findFirst());
    }

    @Override
    public User update(User user) {
        return transactions.alone(() -> {
            User former = users.get(user.id());
            if (former == null || former.version() != user.version()) throw new StaleWrite("user");
            refuseDuplicates(user);
            User stored = signedIn(user, former.lastLoginAt()).withVersion(user.version() + 1);
            users.put(stored.id(), stored);
            return stored;
        });
    }

    @Override
    public void recordSignIn(int id, Instant at) {
        transactions.alone(() -> {
            User user = users.get(id);
            if (user != null) users.put(id, signedIn(user, at));
            return id;
        });
    }

    boolean contains(int id) {
        return users.get(id) != null;
    }

    private static User signedIn(User user, @Nullable Instant lastLoginAt) {
        return new User(
                user.id(),
                user.username(),
                user.email(),
                user.displayName(),
                user.passwordHash(),
                user.active(),
                user.tokenVersion(),
                user.createdAt(),
                lastLoginAt,
                user.inviteAcceptedAt(),
                user.version());
    }

    private void refuseDuplicates(User user) {
        for (User other : users.values()) {
            if (other.id() == user.id()) continue;
            if (other.username().key().equals(user.username().key()))
                throw new Conflict("username-taken", "This username already exists.");
        }
        for (User other : users.values()) {
            if (other.id() == user.id() || other.email() == null) continue;
            if (other.email().equalsIgnoreCase(user.email()))
                throw new Conflict("email-taken", "This e-mail address is already in use.");
        }
    }
}
