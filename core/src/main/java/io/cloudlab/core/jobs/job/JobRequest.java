package io.cloudlab.core.jobs.job;

import io.cloudlab.core.access.Permission;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What was asked for, by which user and when; never changes.
 *
 * @param action what is done with the subject, such as {@code deploy}; for an inventory action its name
 * @param script the name of the script, for action {@code script}
 * @param inputs what was sent, JSON-like, secret values left out
 * @param userId null where the embedding program itself asked
 * @param acceptedAt the time of acceptance, with which the job counts as started
 * @param needed what the user must still be permitted when the job's turn comes: on its object where it has one; null in
 *     jobs of former versions
 */
public record JobRequest(
        JobSubject subject,
        String action,
        @Nullable String script,
        Map<String, Object> inputs,
        @Nullable Integer userId,
        String username,
        Instant acceptedAt,
        @Nullable Permission needed) {
    public JobRequest {
        inputs = Collections.unmodifiableMap(new LinkedHashMap<>(inputs));
    }

    /** The same, asked for again by the system. */
    JobRequest again(Instant now) {
        return new JobRequest(subject, action, script, inputs, userId, username, now, needed);
    }

    public JobKind kind() {
        return subject.kind();
    }

    /** The service's name, or what stands in its place, such as {@code inventory}. */
    public String service() {
        return subject.name();
    }
}
