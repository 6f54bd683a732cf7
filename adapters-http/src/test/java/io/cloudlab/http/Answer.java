package io.cloudlab.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.cloudlab.http.error.Json;
import java.net.http.HttpResponse;

/** An answer of the server, read. */
public record Answer(int status, HttpResponse<String> response, String body) {
    public JsonNode json() {
        try {
            return Json.MAPPER.readTree(body);
        } catch (JsonProcessingException e) {
            throw new AssertionError("not JSON: " + body, e);
        }
    }

    public String header(String name) {
        return response.headers().firstValue(name).orElse("");
    }

    public String detail() {
        return json().path("detail").asText();
    }

    /** Where the first fault of the input is. */
    public String faultAt() {
        return json().at("/errors/0/loc").toString();
    }

    public String code() {
        return json().path("code").asText();
    }
}
