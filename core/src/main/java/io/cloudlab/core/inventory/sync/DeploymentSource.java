package io.cloudlab.core.inventory.sync;

import io.cloudlab.core.inventory.type.FieldValues;
import io.cloudlab.core.jobs.job.Job;
import io.cloudlab.core.jobs.job.JobFilter;
import io.cloudlab.core.jobs.job.JobId;
import io.cloudlab.core.jobs.job.JobKind;
import io.cloudlab.core.jobs.job.JobOutcome;
import io.cloudlab.core.jobs.job.JobStatus;
import io.cloudlab.core.jobs.job.JobStore;
import io.cloudlab.core.services.ActiveDeployment;
import io.cloudlab.core.services.CatalogueSource;
import io.cloudlab.core.services.ServiceName;
import io.cloudlab.core.shared.Page;
import io.cloudlab.core.shared.PageRequest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The deploys that have ended, for as long as their jobs are kept, as objects. */
public final class DeploymentSource implements SyncSource {
    private static final JobFilter DEPLOYS = new JobFilter(JobKind.SERVICE, null, null, null, null, null, null, true);

    /** Where deploys run; what stops a service runs elsewhere. */
    private static final String SERVICES = "services/";

    private final JobStore jobs;
    private final CatalogueSource catalogue;
    private final InstanceSource instances;

    public DeploymentSource(JobStore jobs, CatalogueSource catalogue, InstanceSource instances) {
        this.jobs = jobs;
        this.catalogue = catalogue;
        this.instances = instances;
    }

    @Override
    public List<Wanted> wanted() {
        Map<String, ActiveDeployment> active = catalogue.activeDeployments().stream()
                .collect(Collectors.toMap(one -> one.service().value(), one -> one));
        List<Wanted> wanted = new ArrayList<>();
        Page<Job> page;
        int number = 0;
        do {
            page = jobs.list(DEPLOYS, new PageRequest(++number, PageRequest.MAX_PER_PAGE));
            for (Job job : page.items())
                wanted(job, active.get(job.request().service())).ifPresent(wanted::add);
        } while (page.items().size() == PageRequest.MAX_PER_PAGE);
        Collections.reverse(wanted); // the newest get the largest ids
        return wanted;
    }

    @Override
    public List<Wanted> wanted(Set<String> keys) {
        return keys.stream()
                .flatMap(key -> jobs.find(new JobId(key)).stream())
                .filter(job ->
                        job.request().kind() == JobKind.SERVICE && job.request().script() == null)
                .sorted(Comparator.comparing(job -> job.request().acceptedAt()))
                .flatMap(job -> wanted(job, active(job)).stream())
                .toList();
    }

    private @Nullable ActiveDeployment active(Job job) {
        return catalogue
                .activeDeployment(new ServiceName(job.request().service()))
                .orElse(null);
    }

    private Optional<Wanted> wanted(Job job, @Nullable ActiveDeployment active) {
        JobOutcome outcome = job.outcome();
        if (outcome == null || !job.plan().directory().startsWith(SERVICES)) return Optional.empty();
        return Optional.of(wanted(job, outcome, active));
    }

    /**
     * Hosts that had been written down when a deploy was done are its own; an inventory that is the same afterwards is not
     * written again. What was known of a former one stays.
     */
    private Wanted wanted(Job job, JobOutcome outcome, @Nullable ActiveDeployment active) {
        Map<String, Object> fields = new HashMap<>();
        fields.put("job_id", job.id().value());
        fields.put("service_name", job.request().service());
        fields.put("deployment_id", outcome.deploymentId());
        fields.put("status", outcome.status().name().toLowerCase(Locale.ROOT));
        fields.put("deployed_by", job.request().username());
        fields.put("started_at", FieldValues.written(job.request().acceptedAt()));
        fields.put("finished_at", FieldValues.written(outcome.finishedAt()));
        if (active != null
                && !active.hosts().isEmpty()
                && outcome.status() == JobStatus.COMPLETED
                && !active.updatedAt().isAfter(outcome.finishedAt())) {
            String host = active.hosts().get(0);
            String address = instances.address(host);
            fields.put("hostname", host);
            if (address != null) fields.put("ip_address", address);
        }
        return new Wanted(job.id().value(), fields);
    }
}
