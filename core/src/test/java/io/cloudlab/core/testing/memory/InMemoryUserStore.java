package io.cloudlab.core.testing.memory;

import io.cloudlab.core.identity.user.User;
import io.cloudlab.core.identity.user.UserStore;
import io.cloudlab.core.identity.user.Username;
import io.cloudlab.core.shared.Conflict;
import io.cloudlab.core.shared.EmailAddress;
import io.cloudlab.core.shared.Folded;
import io.cloudlab.core.shared.Page;
import io.cloudlab.core.shared.PageRequest;
import io.cloudlab.core.shared.StaleWrite;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;

/** Users in memory. */
public final class InMemoryUserStore implements UserStore {
    private final InMemoryTransactions transactions;
    private final Rows<Integer, User> users;
    private final Rows<String, Boolean> setup;
    private BiPredicate<Integer, Integer> holdsRole = (user, role) -> false;
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

    @Override
    public Optional<User> findByEmail(EmailAddress email) {
        return transactions.alone(() -> users.values().stream()
                .filter(user -> email.value().equalsIgnoreCase(user.email()))
                .findFirst());
    }

    @Override
    public Page<User> list(@Nullable String search, User.@Nullable Status status, PageRequest page) {
        return transactions.alone(() -> {
            List<User> wanted = users.values().stream()
                    .filter(user -> status == null || user.status() == status)
                    .filter(user -> search == null
                            || holds(user.username().value(), search)
                            || holds(user.email(), search)
                            || holds(user.displayName(), search))
                    .toList();
            return new Page<>(
                    wanted.stream().skip(page.offset()).limit(page.perPage()).toList(), wanted.size(), page);
        });
    }

    @Override
    public int countActiveHolders(int roleId) {
        return transactions.alone(() -> (int) users.values().stream()
                .filter(user -> user.status() == User.Status.ACTIVE && holdsRole.test(user.id(), roleId))
                .count());
    }

    /** @param answers whether a user holds a role, both by id */
    void askForRoles(BiPredicate<Integer, Integer> answers) {
        holdsRole = answers;
    }

    private static boolean holds(@Nullable String text, String search) {
        return text != null && Folded.of(text).contains(Folded.of(search));
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
