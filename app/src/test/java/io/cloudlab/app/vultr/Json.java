package io.cloudlab.app.vultr;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** What several parts need of JSON. */
final class Json {
    static final String NOW = "2026-03-01T09:00:00+00:00";

    private Json() {}

    /**
     * The texts of an array; none where there is no array.
     *
     * @throws ApiError if it is something else
     */
    static List<String> texts(JsonNode array) {
        if (array.isMissingNode()) return List.of();
        if (!array.isArray()) throw new ApiError(400, "A list is expected.");
        List<String> texts = new ArrayList<>();
        for (JsonNode one : array) {
            if (!one.isTextual()) throw new ApiError(400, "A list of texts is expected.");
            texts.add(one.asText());
        }
        return texts;
    }
}
