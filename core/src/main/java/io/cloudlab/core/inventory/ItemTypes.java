package io.cloudlab.core.inventory;

import io.cloudlab.core.access.Caller;
import io.cloudlab.core.access.PermissionInfo;
import io.cloudlab.core.access.Permissions;
import io.cloudlab.core.access.RoleStore;
import io.cloudlab.core.access.StoredPermission;
import io.cloudlab.core.shared.NotFound;
import io.cloudlab.core.shared.Transactions;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Shows the types there are, and keeps permissions and indexes in step with them. Thread-safe. */
public final class ItemTypes {
    private static final System.Logger LOGGER = System.getLogger(ItemTypes.class.getName());

    private final TypeSource source;
    private final Transactions transactions;
    private final RoleStore roles;
    private final Reindexing reindexing;
    private final Runnable permissionsChanged;
    private volatile TypeSource.@Nullable Loaded seeded;
    private volatile TypeSource.@Nullable Loaded followed;

    /** @param permissionsChanged called after permissions were taken from roles */
    ItemTypes(
            TypeSource source,
            Transactions transactions,
            RoleStore roles,
            Reindexing reindexing,
            Runnable permissionsChanged) {
        this.source = source;
        this.transactions = transactions;
        this.roles = roles;
        this.reindexing = reindexing;
        this.permissionsChanged = permissionsChanged;
    }

    /** All types, in the order of their files; everybody may see them. */
    public List<ItemType> list(Caller caller) {
        return current().types();
    }

    /** @throws NotFound if there is no such type */
    public ItemType find(Caller caller, String slug) {
        return require(slug);
    }

    /** What keeps files from being used, each one sentence that names file and line. */
    public List<String> problems() {
        return current().problems();
    }

    /** @throws NotFound if there is no such type */
    ItemType require(String slug) {
        for (ItemType type : current().types()) if (type.slug().value().equals(slug)) return type;
        throw new NotFound("inventory-type");
    }

    TypeSource.Loaded current() {
        TypeSource.Loaded now = source.types();
        if (now != followed) follow(now);
        return now;
    }

    /** Seeds the permissions of all types at once; for the start, where a failure must be seen. */
    void seed() {
        seed(source.types());
    }

    private void seed(TypeSource.Loaded now) {
        transactions.run(() -> {
            roles.savePermissions(wanted(now));
            transactions.afterCommit(() -> seeded = now);
            transactions.afterCommit(permissionsChanged);
        });
    }

    private synchronized void follow(TypeSource.Loaded now) {
        if (now == followed) return;
        try {
            if (now != seeded) seed(now);
            for (ItemType type : now.types()) reindexing.follow(type);
            followed = now;
        } catch (RuntimeException notNow) {
            LOGGER.log(
                    System.Logger.Level.WARNING, "Permissions cannot be brought in step with the types now.", notNow);
        }
    }

    /** While a file is broken nobody knows what it would hold, so nothing is taken from the roles. */
    private List<PermissionInfo> wanted(TypeSource.Loaded loaded) {
        List<PermissionInfo> wanted = new ArrayList<>(Permissions.STATIC);
        loaded.types().forEach(type -> wanted.addAll(type.permissions()));
        if (loaded.problems().isEmpty()) return wanted;
        Set<String> known = new HashSet<>();
        wanted.forEach(info -> known.add(info.permission().codename()));
        for (StoredPermission stored : roles.permissions())
            if (known.add(stored.permission().codename())) wanted.add(stored.info());
        return wanted;
    }
}
