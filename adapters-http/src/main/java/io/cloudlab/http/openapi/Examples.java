package io.cloudlab.http.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cloudlab.http.error.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/**
 * What is sent and answered, for instance: the file {@code openapi/examples.json}, by operation id. A test sends each
 * request to a server and compares the answer's shape.
 */
final class Examples {
    private static final String FILE = "/openapi/examples.json";

    private final JsonNode operations;

    private Examples(JsonNode operations) {
        this.operations = operations;
    }

    static Examples load() {
        try {
            return new Examples(Json.MAPPER.readTree(Resources.bytes(FILE)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Everything, by operation id. */
    JsonNode all() {
        return operations;
    }

    @Nullable
    Object parameter(String operation, String name) {
        return find(operation, "parameters", name);
    }

    @Nullable
    Object request(String operation) {
        return find(operation, "request");
    }

    @Nullable
    Object response(String operation) {
        return find(operation, "response");
    }

    /** An example of an answer that is one of several media types is given by type. */
    static @Nullable Object of(@Nullable Object response, String mediaType) {
        return response instanceof ObjectNode byType && byType.has(mediaType) ? byType.get(mediaType) : response;
    }

    private @Nullable JsonNode find(String... path) {
        JsonNode found = operations;
        for (String name : path) found = found.path(name);
        return found.isMissingNode() ? null : found;
    }
}
