package io.cloudlab.app.vultr;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** @param body null for an answer without one */
record Reply(int status, ObjectNode body) {
    static final Reply EMPTY = new Reply(204, null);

    static Reply of(int status, String name, JsonNode value) {
        return new Reply(status, JsonNodeFactory.instance.objectNode().set(name, value));
    }

    static Reply of(ApiError refused) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.put("error", refused.getMessage()).put("status", refused.status());
        return new Reply(refused.status(), body);
    }
}
