package io.cloudlab.core.jobs;

import io.cloudlab.core.access.AccessPolicy;
import io.cloudlab.core.access.AclStore;
import io.cloudlab.core.access.Caller;
import io.cloudlab.core.access.Denied;
import io.cloudlab.core.access.Permission;
import io.cloudlab.core.audit.AuditTrail;
import io.cloudlab.core.identity.session.CurrentRights;
import io.cloudlab.core.jobs.job.Job;
import io.cloudlab.core.jobs.job.JobRequest;
import io.cloudlab.core.jobs.job.JobSubject;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Looks, when a job's turn has come, whether the user who asked for it may still do so: the job may have waited for hours.
 * Jobs of the embedding program itself need no rights.
 */
public final class LaunchAuthorization {
    private static final Caller SELF = Caller.system("job-queue");

    private final CurrentRights rights;
    private final AclStore acl;
    private final ServiceRights services;
    private final AuditTrail audit;

    public LaunchAuthorization(CurrentRights rights, AclStore acl, ServiceRights services, AuditTrail audit) {
        this.rights = rights;
        this.acl = acl;
        this.services = services;
        this.audit = audit;
    }

    /** Why the job may no longer be started; empty if it may. */
    public Optional<String> missing(Job job) {
        JobRequest request = job.request();
        if (request.userId() == null) return Optional.empty();
        String who = "the job was not started, because " + request.username();
        Caller starter = rights.of(request.userId()).orElse(null);
        if (starter == null) return Optional.of(who + " is no longer active");
        Permission needed = request.needed();
        if (needed == null) return Optional.empty();
        String lost = who + " is no longer permitted ";
        Long object = request.subject().objectId();
        if (!allowed(starter, needed, job))
            return Optional.of(lost + needed + (object == null ? "" : " on this object"));
        try {
            services.require(starter, job);
            return Optional.empty();
        } catch (Denied e) {
            return Optional.of(lost + e.lacking());
        }
    }

    private static boolean isServices(Job job) {
        return job.request().subject() instanceof JobSubject.Service
                && (job.scriptFile().isPresent() || job.stopsService());
    }

    /** Of an object that is gone meanwhile no rules are left, so what is held for its whole type decides. */
    private boolean allowed(Caller starter, Permission needed, Job job) {
        JobRequest request = job.request();
        if (isServices(job)) return true; // the rules of the service decide, asked below
        if (!(request.subject() instanceof JobSubject.ItemAction on)) return starter.may(needed);
        return AccessPolicy.decide(starter, on.type(), request.action(), acl.of(on.item()))
                .allowed();
    }

    /** Writes down that a job was refused; the user who asked for it stands in the details, since they do nothing now. */
    void record(Job job) {
        JobRequest request = job.request();
        Map<String, Object> details = new LinkedHashMap<>();
        details.put("username", request.username());
        details.put("user_id", Objects.requireNonNull(request.userId()));
        if (request.needed() != null) details.put("permission", request.needed().codename());
        audit.record(SELF, "job.refused", "jobs/" + job.id(), details);
    }
}
