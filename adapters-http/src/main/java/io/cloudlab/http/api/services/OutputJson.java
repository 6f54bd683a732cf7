package io.cloudlab.http.api.services;

import io.cloudlab.core.services.PublishedOutputs;
import io.cloudlab.core.services.ServiceOutput;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Something a service has published.
 *
 * @param type url, credential or text
 * @param masked whether the value is not shown to this caller
 */
record OutputJson(
        String name,
        String type,
        String label,
        @Nullable String value,
        @Nullable String username,
        @Nullable String credentialType,
        boolean masked) {
    static OutputJson of(ServiceOutput output) {
        return new OutputJson(
                output.name(),
                output.type().word(),
                output.label(),
                output.value(),
                output.username(),
                output.credentialType(),
                output.masked());
    }

    /** Leaves the value out. */
    @Override
    public String toString() {
        return "OutputJson[" + name + "]";
    }

    /** @param publishedAt null if the service has published nothing */
    record Published(String service, @Nullable Instant publishedAt, List<OutputJson> outputs, List<String> warnings) {
        static Published of(PublishedOutputs published) {
            return new Published(
                    published.service().value(),
                    published.publishedAt(),
                    published.outputs().stream().map(OutputJson::of).toList(),
                    published.warnings());
        }
    }

    /** @param outputs by service, in the order of their names */
    record ListOf(Map<String, List<OutputJson>> outputs) {
        static ListOf of(List<PublishedOutputs> published) {
            Map<String, List<OutputJson>> byService = new LinkedHashMap<>();
            for (PublishedOutputs each : published)
                byService.put(each.service().value(), Published.of(each).outputs());
            return new ListOf(byService);
        }
    }
}
