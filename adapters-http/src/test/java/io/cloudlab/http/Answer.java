package io.cloudlab.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;

/** An answer of the server, read. */
record Answer(int status, HttpResponse<String> response, String body) {
    JsonNode json() {
        try {
            return Json.MAPPER.readTree(body);
        } catch (JsonProcessingException notJson) {
            throw new AssertionError("not JSON: " + body, notJson);
        }
    }

    String header(String name) {
        return response.headers().firstValue(name).orElse("");
    }

    String detail() {
        return json().path("detail").asText();
    }

    /** Where the first fault of the input is. */
    String faultAt() {
        return json().at("/errors/0/loc").toString();
    }

    String code() {
        return json().path("code").asText();
    }
}
