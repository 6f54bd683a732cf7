package io.cloudlab.core.jobs.job;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which jobs a list shows; every member that is not null must match, {@code username} without regard to case.
 *
 * @param hidden names of services whose jobs are left out
 * @param deploys whether only those are shown that run no script by name, among the jobs of services the deploys
 */
public record JobFilter(
        @Nullable JobKind kind,
        @Nullable String service,
        @Nullable String username,
        @Nullable Integer userId,
        @Nullable JobStatus status,
        @Nullable String action,
        @Nullable Long objectId,
        boolean deploys,
        Set<String> hidden) {
    public static final JobFilter ANY = new JobFilter(null, null, null, null, null, null, null, false);

    public JobFilter {
        hidden = Set.copyOf(hidden);
    }

    /** With the jobs of all services. */
    public JobFilter(
            @Nullable JobKind kind,
            @Nullable String service,
            @Nullable String username,
            @Nullable Integer userId,
            @Nullable JobStatus status,
            @Nullable String action,
            @Nullable Long objectId,
            boolean deploys) {
        this(kind, service, username, userId, status, action, objectId, deploys, Set.of());
    }

    /** Of deploys and others. */
    public JobFilter(
            @Nullable JobKind kind,
            @Nullable String service,
            @Nullable String username,
            @Nullable Integer userId,
            @Nullable JobStatus status,
            @Nullable String action,
            @Nullable Long objectId) {
        this(kind, service, username, userId, status, action, objectId, false);
    }

    /** Of jobs of every kind. */
    public JobFilter(
            @Nullable String service,
            @Nullable String username,
            @Nullable Integer userId,
            @Nullable JobStatus status,
            @Nullable String action,
            @Nullable Long objectId) {
        this(null, service, username, userId, status, action, objectId);
    }

    public JobFilter withUserId(int only) {
        return new JobFilter(kind, service, username, only, status, action, objectId, deploys, hidden);
    }

    public JobFilter without(Set<String> services) {
        return new JobFilter(kind, service, username, userId, status, action, objectId, deploys, services);
    }
}
