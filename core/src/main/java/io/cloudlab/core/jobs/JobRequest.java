package io.cloudlab.core.jobs;

import io.cloudlab.core.access.Permission;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What was asked for, by whom and when; never changes.
 *
 * @param kind what the job works on
 * @param service the service's name, or what stands in its place, such as {@code inventory}
 * @param script the name of the script, for action {@code script}
 * @param inputs what was sent, JSON-like, secret values left out
 * @param userId null where the embedding program itself asked
 * @param acceptedAt the time of acceptance, with which the job counts as started
 * @param needed what whoever asked must still be permitted when the job's turn comes: on its object where it has one;
 *     null in jobs of former versions
 */
public record JobRequest(
        JobKind kind,
        String service,
        String action,
        @Nullable String script,
        Map<String, Object> inputs,
        @Nullable Integer userId,
        String username,
        @Nullable Long objectId,
        @Nullable String typeSlug,
        Instant acceptedAt,
        @Nullable Permission needed) {
    /** The request for a job that works on a service. */
    public JobRequest(
            String service,
            String action,
            @Nullable String script,
            Map<String, Object> inputs,
            @Nullable Integer userId,
            String username,
            @Nullable Long objectId,
            @Nullable String typeSlug,
            Instant acceptedAt,
            @Nullable Permission needed) {
        this(
                JobKind.SERVICE,
                service,
                action,
                script,
                inputs,
                userId,
                username,
                objectId,
                typeSlug,
                acceptedAt,
                needed);
    }

    public JobRequest {
        inputs = Collections.unmodifiableMap(new LinkedHashMap<>(inputs));
    }
}
