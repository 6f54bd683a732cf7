package io.cloudlab.core.instances;

import io.cloudlab.core.access.Caller;
import io.cloudlab.core.access.Permission;
import io.cloudlab.core.audit.AuditTrail;
import io.cloudlab.core.jobs.Job;
import io.cloudlab.core.jobs.JobKind;
import io.cloudlab.core.jobs.JobStarter;
import io.cloudlab.core.jobs.JobTask;
import io.cloudlab.core.jobs.Jobs;
import io.cloudlab.core.jobs.Lane;
import io.cloudlab.core.jobs.Phase;
import io.cloudlab.core.jobs.ServiceRights;
import io.cloudlab.core.services.CatalogueSource;
import io.cloudlab.core.services.ServiceName;
import io.cloudlab.core.shared.NotFound;
import io.cloudlab.core.shared.Transactions;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Shows the cloud's instances as they were last seen, looks again, and destroys them. Thread-safe. */
public final class Instances {
    private static final String INVENTORY = "inventory";
    private static final String REFRESH = "refresh";

    private final Transactions transactions;
    private final InstanceStore store;
    private final CatalogueSource catalogue;
    private final ServiceRights rights;
    private final JobStarter starter;
    private final AuditTrail audit;
    private final CacheKeeper keeper;

    /** What the use cases are made of. */
    public record Parts(
            Transactions transactions,
            InstanceStore store,
            InventorySource source,
            CatalogueSource catalogue,
            ServiceRights serviceRights,
            Jobs.Assembled jobs,
            AuditTrail audit) {}

    /** Takes part in the end of jobs from now on, so there must be one before jobs are taken up. */
    public Instances(Parts parts) {
        this.transactions = parts.transactions();
        this.store = parts.store();
        this.catalogue = parts.catalogue();
        this.rights = parts.serviceRights();
        this.starter = parts.jobs().starter();
        this.audit = parts.audit();
        this.keeper = new CacheKeeper(parts.store(), parts.source());
        parts.jobs().jobs().onEnding(ended -> keeper.ended(ended.job(), ended.destroyed()));
    }

    /** Never asks the cloud. */
    public InstanceCache cached(Caller caller) {
        caller.require(Permission.INSTANCES_VIEW);
        return store.read();
    }

    /** Asks the cloud. While that is being done, everybody who asks gets the same job. */
    public Job refresh(Caller caller) {
        caller.require(Permission.INSTANCES_REFRESH);
        JobTask task = JobTask.of(INVENTORY, REFRESH, "Refreshing the instances")
                .kind(JobKind.CLOUD)
                .playbook(CloudPlaybook.GENERATE_INVENTORY.file)
                .build();
        return transactions.call(() -> {
            store.lock(); // two who ask at once must not both find nothing running
            Optional<Job> running =
                    starter.unended(JobKind.CLOUD, INVENTORY, REFRESH).filter(job -> job.phase() != Phase.STOPPING);
            return running.orElseGet(
                    () -> start(caller, Permission.INSTANCES_REFRESH, task, "instance.refresh", "instances", Map.of()));
        });
    }

    /** Destroys one instance; it leaves the cache when that has succeeded. */
    public Job stop(Caller caller, InstanceAddress instance) {
        caller.require(Permission.INSTANCES_STOP);
        Map<String, Object> named =
                Map.of(CloudPlaybook.LABEL, instance.label(), CloudPlaybook.REGION, instance.region());
        JobTask task = JobTask.of(instance.label(), "destroy_instance", "Destroying " + instance.label())
                .kind(JobKind.CLOUD)
                .inputs(named)
                .playbook(CloudPlaybook.STOP_SINGLE_INSTANCE.file)
                .variable(CloudPlaybook.LABEL, instance.label())
                .variable(CloudPlaybook.REGION, instance.region())
                .lane(Lane.URGENT)
                .build();
        String resource = "instances/" + instance.label();
        return transactions.call(
                () -> start(caller, Permission.INSTANCES_STOP, task, "instance.stop", resource, named));
    }

    /**
     * Destroys the instances of a service.
     *
     * @throws NotFound if there is no such service
     */
    public Job stopService(Caller caller, ServiceName service) {
        caller.require(Permission.SERVICES_STOP);
        if (catalogue.service(service).isEmpty()) throw new NotFound("service");
        rights.requireStop(caller, service, null);
        JobTask task = stopping(service, "stop").build();
        return transactions.call(
                () -> start(caller, Permission.SERVICES_STOP, task, "service.stop", "services/" + service, Map.of()));
    }

    /** Destroys every instance this lab has created. */
    public Job stopAll(Caller caller) {
        caller.require(Permission.SYSTEM_STOP_ALL);
        JobTask task = stopping("all", "stop_all", "Stopping all instances", "")
                .kind(JobKind.CLOUD)
                .build();
        return transactions.call(
                () -> start(caller, Permission.SYSTEM_STOP_ALL, task, "system.stop_all", "instances", Map.of()));
    }

    /**
     * Tells {@code listener} of every change of the cache from now on, inside the transaction of the change: what it
     * writes is stored together with it and with the end of the job that brought it about. See {@link Jobs#onEnding}.
     */
    public void onChanged(Consumer<InstanceCache> listener) {
        keeper.subscribe(listener);
    }

    /** A job that destroys the instances of a service, for use cases that have decided that the caller may. */
    public static JobTask.Builder stopping(ServiceName service, String action) {
        return stopping(service.value(), action, "Stopping the instances of " + service, service.value());
    }

    private static JobTask.Builder stopping(String service, String action, String title, String filter) {
        return JobTask.of(service, action, title)
                .playbook(CloudPlaybook.GENERATE_INVENTORY.file)
                .playbook(CloudPlaybook.STOP_INSTANCES.file)
                .variable(CloudPlaybook.SERVICE, filter)
                .lane(Lane.URGENT);
    }

    private Job start(
            Caller caller,
            Permission needed,
            JobTask task,
            String action,
            String resource,
            Map<String, Object> details) {
        Job job = starter.start(caller, needed, task);
        Map<String, Object> all = new LinkedHashMap<>(details);
        all.put("job_id", job.id().value());
        audit.record(caller, action, resource, all);
        return job;
    }
}
