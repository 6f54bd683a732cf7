package io.cloudlab.app.vultr;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A request as the API understands it.
 *
 * @param path below the version, such as {@code /instances}
 * @param rawQuery empty when there is none
 */
record Request(String method, String path, String rawQuery, String authorization, String contentType, byte[] body) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String VERSION = "/v2";
    /** What need not be encoded; anything else must be. */
    private static final Pattern ENCODED = Pattern.compile("([A-Za-z0-9._~-]|%[0-9A-Fa-f]{2})*");

    static Request of(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        String query = exchange.getRequestURI().getRawQuery();
        return new Request(
                exchange.getRequestMethod(),
                path.startsWith(VERSION) ? path.substring(VERSION.length()) : "",
                query == null ? "" : query,
                header(exchange, "Authorization"),
                header(exchange, "Content-Type"),
                exchange.getRequestBody().readAllBytes());
    }

    private static String header(HttpExchange exchange, String name) {
        String value = exchange.getRequestHeaders().getFirst(name);
        return value == null ? "" : value;
    }

    void authorize(String key) {
        if (!authorization.equals("Bearer " + key)) throw new ApiError(401, "Invalid API token.");
    }

    /** The parameters of the query; an empty pair ({@code ?&}) is passed over. */
    Map<String, String> query(Set<String> known) {
        Map<String, String> parameters = new LinkedHashMap<>();
        for (String pair : rawQuery.split("&")) {
            if (pair.isEmpty()) continue;
            String[] parts = pair.split("=", 2);
            if (!known.contains(parts[0])) throw new ApiError(400, "Unknown parameter " + parts[0] + ".");
            String value = parts.length == 2 ? parts[1] : "";
            if (!ENCODED.matcher(value).matches())
                throw new ApiError(400, "Parameter " + parts[0] + " is not URL-encoded.");
            parameters.put(parts[0], URLDecoder.decode(value, StandardCharsets.UTF_8));
        }
        return parameters;
    }

    /** The members of the body. Null ones count as absent, others must be known. */
    ObjectNode members(Set<String> known) {
        if (!contentType.toLowerCase(java.util.Locale.ROOT).startsWith("application/json"))
            throw new ApiError(400, "The content type must be application/json.");
        try {
            if (!(JSON.readTree(body) instanceof ObjectNode members)) throw new ApiError(400, "Invalid JSON.");
            ObjectNode present = JSON.createObjectNode();
            for (Map.Entry<String, JsonNode> member : members.properties()) {
                if (member.getValue().isNull()) continue;
                if (!known.contains(member.getKey()))
                    throw new ApiError(400, "Unknown attribute " + member.getKey() + ".");
                present.set(member.getKey(), member.getValue());
            }
            return present;
        } catch (JsonProcessingException e) {
            throw new ApiError(400, "Invalid JSON.");
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
