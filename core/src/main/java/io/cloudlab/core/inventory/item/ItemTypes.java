package io.cloudlab.core.inventory.item;

import io.cloudlab.core.access.Caller;
import io.cloudlab.core.access.PermissionInfo;
import io.cloudlab.core.access.Permissions;
import io.cloudlab.core.access.RoleStore;
import io.cloudlab.core.access.StoredPermission;
import io.cloudlab.core.identity.user.UserEvents;
import io.cloudlab.core.inventory.type.ItemType;
import io.cloudlab.core.inventory.type.TypeSource;
import io.cloudlab.core.shared.NotFound;
import io.cloudlab.core.shared.Transactions;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Shows the types there are, and keeps permissions and indexes in step with them. Thread-safe. */
public final class ItemTypes {
    private static final System.Logger LOGGER = System.getLogger(ItemTypes.class.getName());
    private static final long PAUSE_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final TypeSource source;
    private final Transactions transactions;
    private final RoleStore roles;
    private final IndexMigration reindexing;
    private final UserEvents events;
    private final ReentrantLock seeding = new ReentrantLock();
    private long failedAt;
    private volatile TypeSource.@Nullable Loaded seeded;
    private volatile TypeSource.@Nullable Loaded followed;

    public ItemTypes(
            TypeSource source,
            Transactions transactions,
            RoleStore roles,
            IndexMigration reindexing,
            UserEvents events) {
        this.source = source;
        this.transactions = transactions;
        this.roles = roles;
        this.reindexing = reindexing;
        this.events = events;
    }

    /** All types, in the order of their files; every caller may see them. */
    public List<ItemType> list(Caller caller) {
        source.now();
        return current().types();
    }

    /** @throws NotFound if there is no such type */
    public ItemType find(Caller caller, String slug) {
        return require(slug);
    }

    /** What keeps files from being used and objects from being in step, each one sentence that names file and line, or type. */
    public List<String> problems() {
        return Stream.concat(source.types().problems().stream(), reindexing.clashes().stream())
                .toList();
    }

    /** @throws NotFound if there is no such type */
    public ItemType require(String slug) {
        Optional<ItemType> type = source.type(slug);
        current(); // it may be new, with permissions that are to be known
        return type.orElseThrow(() -> new NotFound("inventory-type"));
    }

    public TypeSource.Loaded current() {
        TypeSource.Loaded now = source.types();
        if (now != seeded) seedIfPossible();
        return now;
    }

    /**
     * Brings objects in step with types that have changed, a part of them each time it is called. Takes a second or so: this
     * is for a background thread.
     */
    public void follow() {
        TypeSource.Loaded now = current();
        if (now != followed) {
            reindexing.follow(now.types());
            followed = now;
        }
        reindexing.work();
    }

    /** Seeds the permissions of all types at once; for the start, where a failure must be seen. */
    public void seed() {
        seed(source.types());
    }

    private void seed(TypeSource.Loaded now) {
        transactions.run(() -> {
            roles.savePermissions(wanted(now));
            transactions.afterCommit(() -> seeded = now);
            events.rolesChanged();
        });
    }

    /** While one thread does it, or has just failed to, the others go on without. */
    private void seedIfPossible() {
        if (!seeding.tryLock()) return;
        try {
            if (failedAt != 0 && System.nanoTime() - failedAt < PAUSE_NANOS) return;
            failedAt = 0;
            TypeSource.Loaded newest = source.types();
            if (newest != seeded) seed(newest);
        } catch (RuntimeException e) {
            failedAt = System.nanoTime();
            LOGGER.log(System.Logger.Level.WARNING, "Permissions cannot be brought in step with the types now.", e);
        } finally {
            seeding.unlock();
        }
    }

    /** While a file is broken, or no place for types is there, its content is unknown: nothing is taken from roles. */
    private List<PermissionInfo> wanted(TypeSource.Loaded loaded) {
        List<PermissionInfo> wanted = new ArrayList<>(Permissions.STATIC);
        loaded.types().forEach(type -> wanted.addAll(type.permissions()));
        if (loaded.whole()) return wanted;
        Set<String> known = new HashSet<>();
        wanted.forEach(info -> known.add(info.permission().codename()));
        for (StoredPermission stored : roles.permissions())
            if (known.add(stored.permission().codename())) wanted.add(stored.info());
        return wanted;
    }
}
