package io.cloudlab.core.instances;

import io.cloudlab.core.jobs.job.Job;
import io.cloudlab.core.jobs.job.JobEnded;
import io.cloudlab.core.jobs.job.JobOutcome;
import io.cloudlab.core.jobs.job.JobStatus;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiPredicate;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Keeps the cache in step with all jobs that look at the cloud or change it. Thread-safe. */
public final class InstanceCacheUpdater {
    private static final System.Logger LOGGER = System.getLogger(InstanceCacheUpdater.class.getName());
    /** What every instance is tagged with that this lab has created. */
    private static final String OURS = "cloudlab";
    /** What an instance's tag begins with that names its service. */
    private static final String OF_SERVICE = "service-";

    private final InstanceStore store;
    private final InventorySource source;
    private final List<Consumer<InstanceCache>> listeners = new CopyOnWriteArrayList<>();

    public InstanceCacheUpdater(InstanceStore store, InventorySource source) {
        this.store = store;
        this.source = source;
    }

    void onChanged(Consumer<InstanceCache> listener) {
        listeners.add(listener);
    }

    /**
     * To be called in the transaction that stores the job's end. What a job says it has destroyed is believed in any case,
     * everything else only if it was completed.
     */
    public void ended(JobEnded ended) {
        Job job = ended.job();
        JobOutcome outcome = job.outcome();
        if (outcome == null) return;
        boolean completed = outcome.status() == JobStatus.COMPLETED;
        boolean generated = completed && CloudPlaybook.GENERATE_INVENTORY.isPartOf(job.plan());
        boolean stopped = CloudPlaybook.STOP_INSTANCES.isPartOf(job.plan());
        boolean stoppedOne = CloudPlaybook.STOP_SINGLE_INSTANCE.isPartOf(job.plan());
        if (!generated && !stopped && !stoppedOne) return;

        InstanceCache before = store.lock();
        InstanceCache after = before;
        if (stopped || stoppedOne) after = without(after, withId(ended.destroyed()));
        if (generated) after = found(after, outcome.finishedAt());
        if (stopped && completed && !after.unconfirmedEmpty())
            after = without(after, ofService(job.plan().variables().get(CloudPlaybook.SERVICE)));
        if (stoppedOne && completed) after = without(after, named(job.plan().variables()));
        if (after.equals(before)) return;
        store.write(after);
        InstanceCache changed = after;
        listeners.forEach(listener -> listener.accept(changed));
    }

    /** What the job's inventory says; what vanishes without having been destroyed needs a second look. */
    private InstanceCache found(InstanceCache before, Instant at) {
        InventorySource.InventoryFile file = source.read();
        if (file.groups() == null) {
            LOGGER.log(System.Logger.Level.WARNING, "The instances are kept as they were known: {0}", file.problem());
            return before;
        }
        return before.refreshed(new AnsibleInventory(file.groups()), at);
    }

    private static InstanceCache without(InstanceCache cache, BiPredicate<String, Map<String, Object>> gone) {
        AnsibleInventory left = cache.inventory().without(gone);
        return left == cache.inventory() ? cache : cache.with(left);
    }

    private static BiPredicate<String, Map<String, Object>> withId(Set<String> ids) {
        return (host, variables) -> variables.get("vultr_id") instanceof String id && ids.contains(id);
    }

    /** Playbooks of other labs may not say what they have destroyed. */
    private static BiPredicate<String, Map<String, Object>> ofService(@Nullable Object service) {
        boolean all = service == null || service.equals("");
        return (host, variables) -> variables.get("vultr_tags") instanceof Collection<?> tags
                && tags.contains(OURS)
                && (all || tags.contains(OF_SERVICE + service));
    }

    private static BiPredicate<String, Map<String, Object>> named(Map<String, Object> instance) {
        Object label = instance.get(CloudPlaybook.LABEL);
        Object region = instance.get(CloudPlaybook.REGION);
        return (host, variables) -> Objects.equals(variables.getOrDefault("vultr_label", host), label)
                && Objects.equals(variables.get("vultr_region"), region);
    }
}
