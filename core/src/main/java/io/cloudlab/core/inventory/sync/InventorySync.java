package io.cloudlab.core.inventory.sync;

import io.cloudlab.core.access.Caller;
import io.cloudlab.core.access.Permission;
import io.cloudlab.core.audit.AuditTrail;
import io.cloudlab.core.inventory.item.ItemStore;
import io.cloudlab.core.inventory.item.ItemTypes;
import io.cloudlab.core.inventory.item.Tag;
import io.cloudlab.core.inventory.item.TagStore;
import io.cloudlab.core.inventory.type.ItemType;
import io.cloudlab.core.inventory.type.SyncAdapter;
import io.cloudlab.core.inventory.type.TypeSource;
import io.cloudlab.core.jobs.job.Job;
import io.cloudlab.core.jobs.job.JobStatus;
import io.cloudlab.core.services.CatalogueSource;
import io.cloudlab.core.services.PublishedOutputs;
import io.cloudlab.core.services.ServiceDefinition;
import io.cloudlab.core.services.ServiceName;
import io.cloudlab.core.shared.InvalidInput;
import io.cloudlab.core.shared.Refused;
import io.cloudlab.core.shared.Transactions;
import io.cloudlab.core.shared.Unavailable;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Keeps objects in step with what they stand for: instances, services, users, deployments, and the credentials services
 * have published. Thread-safe.
 */
public final class InventorySync {
    private static final System.Logger LOGGER = System.getLogger(InventorySync.class.getName());
    private static final Caller SELF = Caller.system("inventory-sync");

    private final Transactions transactions;
    private final ItemStore items;
    private final TagStore tags;
    private final ItemTypes types;
    private final CatalogueSource catalogue;
    private final Map<SyncAdapter, SyncSource> sources;
    private final Synchronisation synchronisation;
    private final AuditTrail audit;
    private final Set<SyncAdapter> due = EnumSet.noneOf(SyncAdapter.class);
    private final Map<SyncAdapter, Set<String>> dueKeys = new EnumMap<>(SyncAdapter.class);
    private final Set<ServiceName> published = new HashSet<>();
    private @Nullable List<ServiceDefinition> seen;
    private TypeSource.@Nullable Loaded followed;

    public InventorySync(
            Transactions transactions,
            ItemStore items,
            TagStore tags,
            ItemTypes types,
            CatalogueSource catalogue,
            Map<SyncAdapter, SyncSource> sources,
            Synchronisation synchronisation,
            AuditTrail audit) {
        this.transactions = transactions;
        this.items = items;
        this.tags = tags;
        this.types = types;
        this.catalogue = catalogue;
        this.synchronisation = synchronisation;
        this.audit = audit;
        this.sources = Map.copyOf(sources);
    }

    /**
     * Runs the adapter of a type now.
     *
     * @throws Refused if the type has none
     */
    public SyncResult run(Caller caller, String slug) {
        ItemType type = types.require(slug);
        caller.require(Permission.onType(slug, "view"));
        SyncAdapter adapter = type.sync();
        SyncSource source = adapter == null ? null : sources.get(adapter);
        if (adapter == null || source == null)
            throw new Refused("no-sync", "The objects of this type come from nowhere but people.");
        return run(caller, type, adapter.word(), source::wanted, null);
    }

    /** What an adapter reads is being changed, in this thread's transaction; objects follow about a second after it. */
    public void changing(SyncAdapter adapter) {
        transactions.afterCommit(() -> changed(adapter));
    }

    /** What an adapter reads has changed; to be called after the commit. */
    public synchronized void changed(SyncAdapter adapter) {
        due.add(adapter);
    }

    /** The same of one key: the objects of others are in step. */
    private synchronized void changed(SyncAdapter adapter, String key) {
        dueKeys.computeIfAbsent(adapter, each -> new LinkedHashSet<>()).add(key);
    }

    /** A job has ended, and that is stored. */
    public synchronized void ended(Job job) {
        boolean runsService = job.plan().directory().startsWith("services/");
        if (!runsService) return;
        if (job.request().script() == null) // a script makes none
        changed(SyncAdapter.DEPLOYMENTS, job.id().value());
        try {
            ServiceName service = new ServiceName(job.plan().directory().substring("services/".length()));
            changed(SyncAdapter.SERVICES, service.value());
            if (job.status() == JobStatus.COMPLETED) published.add(service);
        } catch (InvalidInput e) {
            LOGGER.log(System.Logger.Level.DEBUG, "A job ran in a directory that is no service.");
        }
    }

    /** Runs what is due; what fails is due again. */
    public void runDue() {
        TypeSource.Loaded loaded = types.current();
        boolean there = catalogue.isThere();
        List<ServiceDefinition> services = catalogue.services();
        there &= catalogue.isThere(); // it may have gone before they were read
        for (SyncAdapter adapter : takeDue(loaded, services, there)) {
            for (ItemType type : loaded.types()) {
                SyncSource source = sources.get(adapter);
                if (type.sync() != adapter || source == null) continue;
                try {
                    run(SELF, type, adapter.word(), source::wanted, null);
                } catch (RuntimeException | Error e) {
                    changed(adapter);
                    LOGGER.log(System.Logger.Level.WARNING, "Objects cannot be synchronised now.", e);
                }
            }
        }
        takeDueKeys(there).forEach((adapter, keys) -> follow(loaded, adapter, keys));
        for (ServiceName service : takePublished()) publish(service);
    }

    private void follow(TypeSource.Loaded loaded, SyncAdapter adapter, Set<String> keys) {
        SyncSource source = sources.get(adapter);
        if (source == null) return;
        for (ItemType type : loaded.types()) {
            if (type.sync() != adapter) continue;
            try {
                run(
                        SELF,
                        type,
                        adapter.word(),
                        () -> synchronisation.run(type, adapter.word(), keys, source.wanted(keys)));
            } catch (RuntimeException | Error e) {
                keys.forEach(key -> changed(adapter, key));
                LOGGER.log(System.Logger.Level.WARNING, "Objects cannot be synchronised now.", e);
            }
        }
    }

    /** Of those that were not brought in step as a whole. */
    private synchronized Map<SyncAdapter, Set<String>> takeDueKeys(boolean there) {
        Map<SyncAdapter, Set<String>> taken = new EnumMap<>(dueKeys);
        if (!there) taken.remove(SyncAdapter.SERVICES);
        dueKeys.keySet().removeAll(taken.keySet());
        return taken;
    }

    private synchronized Set<SyncAdapter> takeDue(
            TypeSource.Loaded loaded, List<ServiceDefinition> services, boolean there) {
        if (services != seen && there) {
            due.add(SyncAdapter.SERVICES);
            published.addAll(comeOrGone(seen, services));
            seen = services;
        }
        if (loaded != followed) { // a type may have come that asks for objects
            due.addAll(EnumSet.allOf(SyncAdapter.class));
            services.forEach(service -> published.add(service.name()));
        }
        followed = loaded;
        Set<SyncAdapter> taken = EnumSet.noneOf(SyncAdapter.class);
        taken.addAll(due);
        if (!there) taken.remove(SyncAdapter.SERVICES);
        due.removeAll(taken);
        dueKeys.keySet().removeAll(taken);
        return taken;
    }

    private static Set<ServiceName> comeOrGone(@Nullable List<ServiceDefinition> before, List<ServiceDefinition> now) {
        Set<ServiceName> one = new HashSet<>();
        if (before != null) before.forEach(service -> one.add(service.name()));
        for (ServiceDefinition service : now) if (!one.remove(service.name())) one.add(service.name());
        return one;
    }

    private synchronized Set<ServiceName> takePublished() {
        Set<ServiceName> taken = new HashSet<>(published);
        published.clear();
        return taken;
    }

    /**
     * What a service publishes as credentials becomes objects that have its tag. What cannot be read whole changes nothing:
     * rules about a credential, denials too, would go with it.
     */
    private void publish(ServiceName service) {
        try {
            PublishedOutputs outputs = catalogue.outputs(service);
            if (!catalogue.isThere()) {
                synchronized (this) {
                    published.add(service);
                }
                return;
            }
            if (!outputs.whole()) {
                LOGGER.log(
                        System.Logger.Level.WARNING,
                        "The credentials of service {0} stay as they are: {1}",
                        service,
                        String.join(" ", outputs.warnings()));
                return;
            }
            for (ItemType type : types.current().types()) {
                if (!type.slug().value().equals(PublishedCredentials.TYPE)) continue;
                run(SELF, type, PublishedCredentials.source(service), () -> credentials(service), "svc:" + service);
            }
        } catch (RuntimeException | Error e) {
            synchronized (this) {
                published.add(service);
            }
            LOGGER.log(System.Logger.Level.WARNING, "Credentials of a service cannot be read now.", e);
        }
    }

    /** Read when it is this server's turn, so that newer ones are not overwritten. */
    private List<SyncSource.Wanted> credentials(ServiceName service) {
        PublishedOutputs outputs = catalogue.outputs(service);
        if (!outputs.whole() || !catalogue.isThere())
            throw new Unavailable("unreadable-outputs", "The outputs of service " + service + " cannot be read now.");
        return PublishedCredentials.of(outputs);
    }

    private SyncResult run(
            Caller caller,
            ItemType type,
            String source,
            Supplier<List<SyncSource.Wanted>> reading,
            @Nullable String mark) {
        return run(caller, type, source, () -> {
            List<SyncSource.Wanted> wanted = reading.get();
            List<Tag> marks = mark == null || wanted.isEmpty() ? List.of() : List.of(tag(mark));
            return synchronisation.run(type, source, wanted, marks);
        });
    }

    private SyncResult run(Caller caller, ItemType type, String source, Supplier<SyncResult> running) {
        return transactions.call(() -> {
            items.lockType(type.slug()); // nothing older is written over what another has read and written since
            SyncResult result = running.get();
            if (!result.changedNothing())
                audit.record(
                        caller,
                        "inventory.sync",
                        "inventory/" + type.slug(),
                        Map.of(
                                "source", source,
                                "created", result.created(),
                                "updated", result.updated(),
                                "removed", result.removed()));
            return result;
        });
    }

    private Tag tag(String name) {
        return tags.named(List.of(name)).stream().findFirst().orElseGet(() -> tags.insert(new Tag(0, name, null)));
    }
}
