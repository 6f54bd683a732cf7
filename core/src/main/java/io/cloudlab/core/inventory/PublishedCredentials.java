package io.cloudlab.core.inventory;

import io.cloudlab.core.services.PublishedOutputs;
import io.cloudlab.core.services.ServiceOutput;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The credentials a service has published, as objects. */
final class PublishedCredentials {
    private PublishedCredentials() {}

    static List<SyncSource.Wanted> of(PublishedOutputs outputs) {
        return outputs.outputs().stream()
                .filter(output -> output.type() == ServiceOutput.Type.CREDENTIAL)
                .map(output -> new SyncSource.Wanted(output.name(), fields(output)))
                .toList();
    }

    private static Map<String, Object> fields(ServiceOutput output) {
        Map<String, Object> fields = new HashMap<>();
        fields.put("name", output.label().isBlank() ? output.name() : output.label());
        fields.put("credential_type", output.credentialType());
        fields.put("username", output.username());
        fields.put("value", output.value());
        return fields;
    }
}
