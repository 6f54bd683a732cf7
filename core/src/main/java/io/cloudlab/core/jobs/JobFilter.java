package io.cloudlab.core.jobs;

import org.jspecify.annotations.Nullable;

/** Which jobs a list shows; every member that is not null must match, {@code username} without regard to case. */
public record JobFilter(
        @Nullable String service,
        @Nullable String username,
        @Nullable Integer userId,
        @Nullable JobStatus status,
        @Nullable String action,
        @Nullable Long objectId) {
    public static final JobFilter ANY = new JobFilter(null, null, null, null, null, null);

    public JobFilter withUserId(int only) {
        return new JobFilter(service, username, only, status, action, objectId);
    }
}
