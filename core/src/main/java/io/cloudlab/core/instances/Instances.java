package io.cloudlab.core.instances;

import io.cloudlab.core.access.Caller;
import io.cloudlab.core.access.Permission;
import io.cloudlab.core.audit.AuditTrail;
import io.cloudlab.core.jobs.JobBuilder;
import io.cloudlab.core.jobs.JobStarter;
import io.cloudlab.core.jobs.ServiceRights;
import io.cloudlab.core.jobs.job.Concurrency;
import io.cloudlab.core.jobs.job.Job;
import io.cloudlab.core.jobs.job.JobSubject;
import io.cloudlab.core.jobs.job.Phase;
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
    private static final String REFRESH = "refresh";

    private final Transactions transactions;
    private final InstanceStore store;
    private final CatalogueSource catalogue;
    private final ServiceRights rights;
    private final JobStarter starter;
    private final AuditTrail audit;
    private final InstanceCacheUpdater keeper;

    public Instances(
            Transactions transactions,
            InstanceStore store,
            CatalogueSource catalogue,
            ServiceRights rights,
            JobStarter starter,
            AuditTrail audit,
            InstanceCacheUpdater keeper) {
        this.transactions = transactions;
        this.store = store;
        this.catalogue = catalogue;
        this.rights = rights;
        this.starter = starter;
        this.audit = audit;
        this.keeper = keeper;
    }

    /** Never asks the cloud. */
    public InstanceCache cached(Caller caller) {
        caller.require(Permission.INSTANCES_VIEW);
        return store.read();
    }

    /** Asks the cloud. While that is being done, every caller gets the same job. */
    public Job refresh(Caller caller) {
        caller.require(Permission.INSTANCES_REFRESH);
        JobSubject inventory = new JobSubject.Cloud("inventory");
        JobBuilder wanted = JobBuilder.of(inventory, REFRESH, "Refreshing the instances")
                .playbook(CloudPlaybook.GENERATE_INVENTORY.file);
        return transactions.call(() -> {
            store.lock(); // two who ask at once must not both find nothing running
            Optional<Job> running = starter.unended(inventory, REFRESH).filter(job -> job.phase() != Phase.STOPPING);
            return running.orElseGet(() ->
                    start(caller, Permission.INSTANCES_REFRESH, wanted, "instance.refresh", "instances", Map.of()));
        });
    }

    /** Destroys one instance; it leaves the cache when that has succeeded. */
    public Job stop(Caller caller, InstanceAddress instance) {
        caller.require(Permission.INSTANCES_STOP);
        Map<String, Object> named =
                Map.of(CloudPlaybook.LABEL, instance.label(), CloudPlaybook.REGION, instance.region());
        JobSubject subject = new JobSubject.Cloud(instance.label());
        JobBuilder wanted = JobBuilder.of(subject, "destroy_instance", "Destroying " + instance.label())
                .inputs(named)
                .playbook(CloudPlaybook.STOP_SINGLE_INSTANCE.file)
                .variable(CloudPlaybook.LABEL, instance.label())
                .variable(CloudPlaybook.REGION, instance.region())
                .lane(Concurrency.URGENT);
        String resource = "instances/" + instance.label();
        return start(caller, Permission.INSTANCES_STOP, wanted, "instance.stop", resource, named);
    }

    /**
     * Destroys the instances of a service.
     *
     * @throws NotFound if there is no such service
     */
    public Job stopService(Caller caller, ServiceName service) {
        rights.requireStop(caller, service, null);
        catalogue.require(service);
        JobBuilder wanted = stopping(new JobSubject.Service(service.value()), service, "stop");
        return start(caller, Permission.SERVICES_STOP, wanted, "service.stop", "services/" + service, Map.of());
    }

    /** Destroys every instance this lab has created. */
    public Job stopAll(Caller caller) {
        caller.require(Permission.SYSTEM_STOP_ALL);
        JobBuilder wanted = stopping(new JobSubject.Cloud("all"), "stop_all", "Stopping all instances", "");
        return start(caller, Permission.SYSTEM_STOP_ALL, wanted, "system.stop_all", "instances", Map.of());
    }

    /**
     * Tells {@code listener} of every change of the cache from now on, inside the transaction of the change: what it
     * writes is stored together with it and with the end of the job that brought it about. See {@link
     * io.cloudlab.core.jobs.Jobs#onEnding}.
     */
    public void onChanged(Consumer<InstanceCache> listener) {
        keeper.onChanged(listener);
    }

    /** A job that destroys the instances of a service, for use cases that have decided that the caller may. */
    public static JobBuilder stopping(JobSubject subject, ServiceName service, String action) {
        return stopping(subject, action, "Stopping the instances of " + service, service.value());
    }

    private static JobBuilder stopping(JobSubject subject, String action, String title, String filter) {
        return JobBuilder.of(subject, action, title)
                .playbook(CloudPlaybook.GENERATE_INVENTORY.file)
                .playbook(CloudPlaybook.STOP_INSTANCES.file)
                .variable(CloudPlaybook.SERVICE, filter)
                .lane(Concurrency.URGENT);
    }

    private Job start(
            Caller caller,
            Permission needed,
            JobBuilder wanted,
            String action,
            String resource,
            Map<String, Object> details) {
        return transactions.call(() -> {
            Job job = starter.start(caller, needed, wanted);
            Map<String, Object> all = new LinkedHashMap<>(details);
            all.put("job_id", job.id().value());
            audit.record(caller, action, resource, all);
            return job;
        });
    }
}
