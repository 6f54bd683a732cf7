package io.cloudlab.core.jobs;

import io.cloudlab.core.access.AccessPolicy;
import io.cloudlab.core.access.AclStore;
import io.cloudlab.core.access.Caller;
import io.cloudlab.core.access.Denied;
import io.cloudlab.core.access.Permission;
import io.cloudlab.core.audit.AuditTrail;
import io.cloudlab.core.identity.CurrentRights;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Looks, when a job's turn has come, whether whoever started it may still do so: it may have waited for hours. Jobs of
 * the embedding program itself need nobody's rights.
 */
final class StartersRights {
    private static final Caller SELF = Caller.system("job-queue");

    private final CurrentRights rights;
    private final AclStore acl;
    private final ServiceRights services;
    private final AuditTrail audit;

    StartersRights(CurrentRights rights, AclStore acl, ServiceRights services, AuditTrail audit) {
        this.rights = rights;
        this.acl = acl;
        this.services = services;
        this.audit = audit;
    }

    /** Why the job may no longer be started; empty if it may. */
    Optional<String> missing(Job job) {
        JobRequest request = job.request();
        if (request.userId() == null) return Optional.empty();
        String who = "the job was not started, because " + request.username();
        Caller starter = rights.of(request.userId()).orElse(null);
        if (starter == null) return Optional.of(who + " is no longer active");
        Permission needed = request.needed();
        if (needed == null) return Optional.empty();
        String lost = who + " is no longer permitted ";
        if (!allowed(starter, needed, request))
            return Optional.of(lost + needed + (request.objectId() == null ? "" : " on this object"));
        try {
            services.require(starter, job);
            return Optional.empty();
        } catch (Denied e) {
            return Optional.of(lost + e.lacking());
        }
    }

    /** Of an object that is gone meanwhile no rules are left, so what is held for its whole type decides. */
    private boolean allowed(Caller starter, Permission needed, JobRequest request) {
        Long object = request.objectId();
        String onType = "inventory." + request.typeSlug() + ".";
        if (object == null || !needed.codename().startsWith(onType)) return starter.may(needed);
        String name = needed.codename().substring(onType.length());
        return AccessPolicy.decide(starter, String.valueOf(request.typeSlug()), name, acl.of(object))
                .allowed();
    }

    /** Writes down that a job was refused; the starter does nothing himself, so he stands in the details. */
    void record(Job job) {
        JobRequest request = job.request();
        Map<String, Object> details = new LinkedHashMap<>();
        details.put("username", request.username());
        details.put("user_id", Objects.requireNonNull(request.userId()));
        if (request.needed() != null) details.put("permission", request.needed().codename());
        audit.record(SELF, "job.refused", "jobs/" + job.id(), details);
    }
}
