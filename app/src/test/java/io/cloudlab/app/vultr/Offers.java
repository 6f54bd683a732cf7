package io.cloudlab.app.vultr;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** What can be ordered. */
final class Offers {
    private static final Map<Integer, String> SYSTEMS =
            Map.of(2284, "Ubuntu 24.04 LTS x64", 1743, "Ubuntu 22.04 LTS x64", 2136, "Debian 12 x64 (bookworm)");
    private static final List<String> REGIONS = List.of("mel", "ewr", "fra");
    private static final List<String> PLANS = List.of("vc2-1c-1gb", "vc2-2c-4gb");

    private Offers() {}

    /** @throws ApiError if the order names something that is not offered, or leaves out what it must say */
    static void check(ObjectNode order) {
        if (!order.path("os_id").isIntegralNumber()
                || !SYSTEMS.containsKey(order.path("os_id").intValue())) throw new ApiError(400, "Invalid os_id.");
        if (!order.path("region").isTextual()
                || !REGIONS.contains(order.path("region").asText())) throw new ApiError(400, "Invalid region.");
        if (!order.path("plan").isTextual()
                || !PLANS.contains(order.path("plan").asText())) throw new ApiError(400, "Invalid plan chosen.");
        for (String flag : List.of("enable_ipv6", "activation_email", "ddos_protection"))
            if (order.has(flag) && !order.path(flag).isBoolean()) throw new ApiError(400, "Invalid " + flag + ".");
        for (String text : List.of("label", "hostname", "backups", "user_data"))
            if (order.has(text) && !order.path(text).isTextual()) throw new ApiError(400, "Invalid " + text + ".");
        Json.texts(order.path("tags"));
    }

    static String system(int id) {
        return SYSTEMS.getOrDefault(id, "");
    }

    static List<JsonNode> systems() {
        return SYSTEMS.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .<JsonNode>map(system -> object("id", system.getKey())
                        .put("name", system.getValue())
                        .put("arch", "x64")
                        .put("family", system.getValue().split(" ")[0].toLowerCase(java.util.Locale.ROOT)))
                .toList();
    }

    static List<JsonNode> regions() {
        return REGIONS.stream()
                .<JsonNode>map(region -> JsonNodeFactory.instance.objectNode().put("id", region))
                .toList();
    }

    static List<JsonNode> plans() {
        return Stream.iterate(0, i -> i < PLANS.size(), i -> i + 1)
                .<JsonNode>map(i -> {
                    ObjectNode plan = JsonNodeFactory.instance.objectNode();
                    plan.put("id", PLANS.get(i)).put("vcpu_count", i + 1).put("ram", 1024 << 2 * i);
                    plan.put("disk", 25 + 55 * i).put("bandwidth", 1024).put("type", "vc2");
                    plan.put("monthly_cost", 5 + 15 * i).put("hourly_cost", (5 + 15 * i) / 672.0);
                    REGIONS.forEach(plan.withArray("locations")::add);
                    return plan;
                })
                .toList();
    }

    static ObjectNode account() {
        ObjectNode account = JsonNodeFactory.instance.objectNode();
        account.put("name", "A Lab").put("email", "lab@example.org");
        account.withArray("acls").add("manage_users");
        return account.put("balance", -50.0).put("pending_charges", 12.5);
    }

    private static ObjectNode object(String name, int value) {
        return JsonNodeFactory.instance.objectNode().put(name, value);
    }
}
