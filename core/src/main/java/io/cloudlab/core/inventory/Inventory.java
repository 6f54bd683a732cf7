package io.cloudlab.core.inventory;

import io.cloudlab.core.access.AclStore;
import io.cloudlab.core.access.RoleStore;
import io.cloudlab.core.audit.AuditTrail;
import io.cloudlab.core.identity.UserStore;
import io.cloudlab.core.jobs.Job;
import io.cloudlab.core.jobs.JobStarter;
import io.cloudlab.core.jobs.JobStore;
import io.cloudlab.core.jobs.JobTask;
import io.cloudlab.core.jobs.ServiceRights;
import io.cloudlab.core.services.CatalogueSource;
import io.cloudlab.core.services.CredentialVisibility;
import io.cloudlab.core.services.ServiceName;
import io.cloudlab.core.shared.Transactions;
import io.cloudlab.core.shared.Unfailing;
import io.cloudlab.core.vault.MasterKey;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Puts the use cases about the inventory together, and keeps them in step with the types. Thread-safe. */
public final class Inventory implements AutoCloseable {
    private static final System.Logger LOGGER = System.getLogger(Inventory.class.getName());
    private static final long LOOK_SECONDS = 1;
    private static final long SECONDS_TO_CLOSE = 5;

    private final Reindexing reindexing;
    private final ItemTypes types;
    private final Items items;
    private final Tags tags;
    private final AccessRules rules;
    private final CredentialVisibility credentials;
    private final ActionTargets targets;
    private final HostAuthority hosts;
    private final ItemActions actions;
    private final WatchedActions watched;
    private final InventorySync sync;
    private final Transactions transactions;
    private final ScheduledExecutorService keeper = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "cloudlab-inventory");
        thread.setDaemon(true);
        return thread;
    });

    /**
     * What the use cases are made of.
     *
     * @param permissionsChanged called after the commit of any change to what roles hold
     */
    public record Parts(
            Transactions transactions,
            ItemStore items,
            TagStore tags,
            AclStore acl,
            RoleStore roles,
            UserStore users,
            JobStore jobs,
            TypeSource types,
            CatalogueSource catalogue,
            JobStarter starter,
            ServiceRights serviceRights,
            ObjectPins pins,
            Cloud cloud,
            MasterKey key,
            AuditTrail audit,
            Clock clock,
            Runnable permissionsChanged) {}

    /** What the inventory needs of the part that knows the cloud's instances. */
    public interface Cloud {
        /** The instances, as they were last seen. */
        List<SyncSource.Wanted> instances();

        /** The address of the instance of that name, or null. */
        @Nullable
        String address(String host);

        /** A job that destroys the instances of a service, by the name of what is done. */
        JobTask.Builder stopping(ServiceName service, String action);
    }

    public Inventory(Parts parts) {
        FieldSecrets secrets = new FieldSecrets(parts.key());
        ItemAccess access = new ItemAccess(parts.acl(), parts.clock());
        this.reindexing = new Reindexing(parts, secrets);
        this.types = new ItemTypes(
                parts.types(), parts.transactions(), parts.roles(), reindexing, parts.permissionsChanged());
        this.items = new Items(parts, types, access, secrets);
        this.tags = new Tags(parts, types, access);
        this.rules = new AccessRules(parts, types, access);
        this.credentials = new PublishedCredentials(parts.items(), access);
        this.targets = new ActionTargets(parts.items(), types, access, secrets);
        Cloud cloud = parts.cloud();
        this.hosts = new HostAuthority(parts.items(), types, access, cloud, parts.clock());
        this.actions = new ItemActions(
                parts,
                types,
                access,
                new ActionTasks(
                        parts.catalogue(),
                        parts.starter().patterns(),
                        parts.serviceRights(),
                        secrets,
                        cloud::stopping));
        this.watched = new WatchedActions(parts, types, access, actions);
        this.sync = new InventorySync(
                parts,
                types,
                secrets,
                Map.of(
                        SyncAdapter.VULTR, cloud::instances,
                        SyncAdapter.SERVICES, new ServiceSource(parts.catalogue()),
                        SyncAdapter.USERS, new UserSource(parts.users(), parts.roles()),
                        SyncAdapter.DEPLOYMENTS,
                                new DeploymentSource(parts.jobs(), parts.catalogue(), cloud::address)));
        this.transactions = parts.transactions();
    }

    public ItemTypes types() {
        return types;
    }

    public Items items() {
        return items;
    }

    public Tags tags() {
        return tags;
    }

    public AccessRules rules() {
        return rules;
    }

    /** Who may see the credentials that services publish. */
    public CredentialVisibility credentials() {
        return credentials;
    }

    /** For those who carry actions out. */
    public ActionTargets targets() {
        return targets;
    }

    /** For those who open terminals. */
    public HostAuthority hosts() {
        return hosts;
    }

    public ItemActions actions() {
        return actions;
    }

    /** For those who stay and watch. */
    public WatchedActions watchedActions() {
        return watched;
    }

    public InventorySync sync() {
        return sync;
    }

    /** Makes the stored permissions those of the system and of the types there are. */
    public void seedPermissions() {
        types.seed();
    }

    /**
     * Begins to look for changed types, so that their permissions are there before anybody asks for them, and to keep
     * objects in step with what they stand for.
     */
    public void start() {
        keeper.scheduleWithFixedDelay(
                new Unfailing("look for changes of types", types::follow), 0, LOOK_SECONDS, TimeUnit.SECONDS);
        keeper.scheduleWithFixedDelay(
                new Unfailing("synchronisation of objects", sync::runDue), 0, LOOK_SECONDS, TimeUnit.SECONDS);
    }

    /** A job has ended, and that is stored; objects follow within about a second. */
    public void jobEnded(Job job) {
        sync.ended(job);
    }

    /** What an adapter reads is being changed, in this thread's transaction; objects follow about a second after it. */
    public void changing(SyncAdapter adapter) {
        transactions.afterCommit(() -> sync.changed(adapter));
    }

    /** Lets what is being brought in step come to its end: it uses the stores, which are closed next. */
    @Override
    public void close() {
        reindexing.stop();
        keeper.shutdown();
        try {
            if (!keeper.awaitTermination(SECONDS_TO_CLOSE, TimeUnit.SECONDS))
                LOGGER.log(System.Logger.Level.WARNING, "The inventory is left before it is in step.");
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
        }
    }
}
