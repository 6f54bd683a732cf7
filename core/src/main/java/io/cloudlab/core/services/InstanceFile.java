package io.cloudlab.core.services;

import org.jspecify.annotations.Nullable;

/** What a service's instance.yaml holds: JSON-like {@code content}, or the reason why it cannot be read; both null without the file. */
public record InstanceFile(
        @Nullable Object content, @Nullable String error) {}
