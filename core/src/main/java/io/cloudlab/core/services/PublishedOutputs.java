package io.cloudlab.core.services;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a service has left in {@code outputs/service_outputs.yaml}.
 *
 * @param publishedAt null if there is no such file
 * @param warnings what is wrong with the file, each one sentence naming it
 * @param whole whether all its outputs could be read
 */
public record PublishedOutputs(
        ServiceName service,
        List<ServiceOutput> outputs,
        @Nullable Instant publishedAt,
        List<String> warnings,
        boolean whole) {
    public PublishedOutputs {
        outputs = List.copyOf(outputs);
        warnings = List.copyOf(warnings);
    }

    /** Outputs that are all there are, unless there are warnings. */
    public PublishedOutputs(
            ServiceName service, List<ServiceOutput> outputs, @Nullable Instant publishedAt, List<String> warnings) {
        this(service, outputs, publishedAt, warnings, warnings.isEmpty());
    }

    /** What a service has that has published nothing. */
    public static PublishedOutputs none(ServiceName service) {
        return new PublishedOutputs(service, List.of(), null, List.of());
    }
}
