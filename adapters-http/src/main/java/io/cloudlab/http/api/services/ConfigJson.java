package io.cloudlab.http.api.services;

import io.cloudlab.core.services.ServiceName;
import io.cloudlab.core.services.file.ServiceConfigs;
import io.cloudlab.http.body.Bodies;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A configuration file as clients see it.
 *
 * @param size in bytes; null, as {@code modified}, if there is no such file
 */
record ConfigJson(
        String name,
        boolean exists,
        @Nullable Long size,
        @Nullable Instant modified) {
    record ListOf(String serviceDir, List<ConfigJson> configs) {
        static ListOf of(ServiceName service, List<ServiceConfigs.Entry> entries) {
            return new ListOf(
                    "/services/" + service,
                    entries.stream()
                            .map(entry ->
                                    new ConfigJson(entry.name(), entry.size() != null, entry.size(), entry.modified()))
                            .toList());
        }
    }

    record Text(String filename, String content, String version) {
        static Text of(ServiceConfigs.Text text) {
            return new Text(text.fileName(), text.content(), text.version());
        }
    }

    /** @param version what is to be replaced, or null for the present content */
    record Save(String content, @Nullable String version) {
        Save {
            Bodies.require("content", content);
        }

        /** Leaves the text out, since it may hold anything. */
        @Override
        public String toString() {
            return "Save[" + content.length() + " characters]";
        }
    }

    /** @param version what is to be replaced, or null for the present content */
    record Restore(@Nullable String version) {}

    record Saved(String status, String filename, String version) {}

    record Versions(String filename, List<VersionJson> versions) {
        static Versions of(String fileName, List<ServiceConfigs.Version> versions) {
            return new Versions(
                    fileName,
                    versions.stream()
                            .map(each -> new VersionJson(
                                    each.version(), each.size(), each.author(), each.writtenAt(), each.current()))
                            .toList());
        }
    }

    /**
     * @param author null if the text was not written through the API
     * @param createdAt when it was written
     * @param current whether it is what stands in the file now
     */
    record VersionJson(String version, long size, @Nullable String author, Instant createdAt, boolean current) {}

    /** @param against the version compared with, or null for the present text */
    record Diff(String filename, String version, @Nullable String against, String diff) {}
}
