package io.cloudlab.core.services;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a service's instance.yaml holds: JSON-like {@code content}, or the reason why it cannot be read; both null without the
 * file.
 *
 * @param warnings what of the content is not understood, each one sentence
 */
public record InstanceFile(
        @Nullable Object content, @Nullable String error, List<String> warnings) {
    public InstanceFile {
        warnings = List.copyOf(warnings);
    }

    /** A file of which there is nothing to say. */
    public InstanceFile(@Nullable Object content, @Nullable String error) {
        this(content, error, List.of());
    }
}
