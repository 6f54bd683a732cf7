package io.cloudlab.core.testing;

import io.cloudlab.core.CloudLab;
import io.cloudlab.core.Stores;
import io.cloudlab.core.access.Caller;
import io.cloudlab.core.access.Permission;
import io.cloudlab.core.access.Role;
import io.cloudlab.core.audit.AuditEntry;
import io.cloudlab.core.identity.InitialSetup;
import io.cloudlab.core.identity.session.SignedIn;
import io.cloudlab.core.identity.user.User;
import io.cloudlab.core.identity.user.Username;
import io.cloudlab.core.jobs.JobLimits;
import io.cloudlab.core.testing.fake.FakeLab;
import io.cloudlab.core.testing.fake.PlainPasswordHasher;
import io.cloudlab.core.testing.memory.InMemoryStores;
import io.cloudlab.core.vault.MasterKey;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * A {@link CloudLab} on stores, a lab, a clock and a key that live in memory, and so can be restarted. It begins without
 * users and services.
 */
public final class TestCloudLab implements AutoCloseable {
    public static final String PASSWORD = "correct horse";

    private final MutableClock clock = new MutableClock(Instant.parse("2026-03-01T09:00:00Z"));
    private final PlainPasswordHasher hasher = new PlainPasswordHasher();
    private final InMemoryStores inMemory = new InMemoryStores();
    private final FakeLab lab = new FakeLab(clock);
    private final MasterKey key = MasterKey.generate();
    private final UnaryOperator<CloudLab.Builder> change;
    private final UnaryOperator<Stores> wrap;
    private CloudLab cloudLab;

    public TestCloudLab() {
        this(builder -> builder);
    }

    /** @param change what is to be different about the {@link CloudLab} */
    public TestCloudLab(UnaryOperator<CloudLab.Builder> change) {
        this(change, stores -> stores);
    }

    /** @param wrap what stands between the {@link CloudLab} and its stores */
    public TestCloudLab(UnaryOperator<CloudLab.Builder> change, UnaryOperator<Stores> wrap) {
        this.change = change;
        this.wrap = wrap;
        this.cloudLab = build();
    }

    /** The present instance. */
    public CloudLab cloudLab() {
        return cloudLab;
    }

    public FakeLab lab() {
        return lab;
    }

    public MutableClock clock() {
        return clock;
    }

    /** The key secrets are sealed with. */
    public MasterKey key() {
        return key;
    }

    public PlainPasswordHasher hasher() {
        return hasher;
    }

    public InMemoryStores stores() {
        return inMemory;
    }

    /** Closes the present instance and builds another one on the same stores, lab and key. */
    public CloudLab restart() {
        cloudLab.close();
        cloudLab = build();
        return cloudLab;
    }

    /** A builder for another process on the same stores. */
    public CloudLab.Builder builder() {
        return change.apply(CloudLab.builder()
                .stores(wrap.apply(inMemory))
                .labDirectory(lab)
                .masterKey(key)
                .passwordHasher(hasher)
                .jobLimits(new JobLimits(4, Duration.ofSeconds(10), Duration.ofDays(90), 1_000, 1L << 30))
                .clock(clock));
    }

    /** Sets the system up with a super-admin whose password is {@link #PASSWORD}. */
    public SignedIn setUp(String username) {
        return cloudLab.accounts()
                .setup(Caller.anonymous("203.0.113.9"), new InitialSetup(username, PASSWORD.toCharArray(), null, null));
    }

    /** Stores an active user who holds exactly these permissions and whose password is {@link #PASSWORD}. */
    public User user(String username, Permission... permissions) {
        return inMemory.transactions().call(() -> {
            Instant now = clock.instant();
            User user = inMemory.users()
                    .insert(new User(
                            0,
                            new Username(username),
                            null,
                            null,
                            hasher.hash(PASSWORD.toCharArray()),
                            true,
                            0,
                            now,
                            null,
                            now,
                            0));
            grant(user, permissions);
            return user;
        });
    }

    /** Makes the user hold exactly these permissions, as another server would, without events on this one. */
    public void grant(User user, Permission... permissions) {
        inMemory.transactions().run(() -> {
            String name = "role-" + user.id() + "-"
                    + inMemory.roles().rolesOf(user.id()).hashCode();
            Role role = inMemory.roles().insert(name, "", false, clock.instant(), Set.of(permissions));
            inMemory.roles().assign(user.id(), List.of(role.id()));
        });
    }

    /** A caller for a new user who holds exactly these permissions. */
    public Caller caller(String username, Permission... permissions) {
        int id = user(username, permissions).id();
        Set<Integer> roles = inMemory.roles().rolesOf(id).stream().map(Role::id).collect(Collectors.toSet());
        return Caller.user(id, username, Set.of(permissions), roles, "203.0.113.9");
    }

    /** The whole audit trail, the oldest entry first. */
    public List<AuditEntry> audit() {
        List<AuditEntry> entries = new ArrayList<>(inMemory.audit().latest(Integer.MAX_VALUE));
        Collections.reverse(entries);
        return entries;
    }

    @Override
    public void close() {
        cloudLab.close();
    }

    private CloudLab build() {
        return builder().build();
    }
}
