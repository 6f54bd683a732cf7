package io.cloudlab.app.vultr;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Cuts lists into pages. A cursor names the last entry of a page, in Base64 with characters that must be encoded in a
 * URL.
 */
final class Pages {
    static final int MAX_SIZE = 500;
    static final Set<String> PARAMETERS = Set.of("per_page", "cursor");

    private static final int USUAL = 100;
    private static final String MARK = "next__";

    private final int largest;

    Pages(int largest) {
        this.largest = largest;
    }

    Reply page(String name, List<? extends JsonNode> all, Map<String, String> query) {
        int size = Math.min(size(query.getOrDefault("per_page", "")), largest);
        int from = from(query.getOrDefault("cursor", ""), all);
        int to = Math.min(from + size, all.size());
        ArrayNode page = JsonNodeFactory.instance.arrayNode();
        all.subList(from, to).forEach(page::add);
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.set(name, page);
        ObjectNode meta = body.putObject("meta").put("total", all.size());
        meta.putObject("links")
                .put("next", to == all.size() ? "" : cursor(all.get(to - 1)))
                .put("prev", "");
        return new Reply(200, body);
    }

    private static int size(String asked) {
        if (asked.isEmpty()) return USUAL;
        if (!asked.matches("[0-9]{1,3}") || Integer.parseInt(asked) < 1 || Integer.parseInt(asked) > MAX_SIZE)
            throw new ApiError(400, "Invalid per_page.");
        return Integer.parseInt(asked);
    }

    private static String cursor(JsonNode last) {
        String plain = MARK + id(last) + "\u00ff?";
        return Base64.getEncoder().encodeToString(plain.getBytes(StandardCharsets.ISO_8859_1));
    }

    private static int from(String cursor, List<? extends JsonNode> all) {
        if (cursor.isEmpty()) return 0;
        for (int i = 0; i < all.size(); i++) if (cursor(all.get(i)).equals(cursor)) return i + 1;
        throw new ApiError(400, "Invalid cursor.");
    }

    private static String id(JsonNode entry) {
        return entry.path("id").asText();
    }
}
