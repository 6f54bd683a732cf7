package io.cloudlab.app.vultr;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;

/** What else a customer has: snapshots and groups of firewall rules. Not thread-safe. */
final class Extras {
    private static final int LOOKS_UNTIL_COMPLETE = 2;

    private final Pages pages;
    private final List<ObjectNode> snapshots = new ArrayList<>();
    private final List<ObjectNode> firewalls = new ArrayList<>();

    Extras(Pages pages) {
        this.pages = pages;
    }

    /** @param exists whether there is an instance of that id */
    Reply snapshots(Request request, Predicate<String> exists) {
        if (request.method().equals("GET")) return pages.page("snapshots", snapshots, request.query(Pages.PARAMETERS));
        ObjectNode members = request.members(Set.of("description", "instance_id"));
        if (!exists.test(members.path("instance_id").asText())) throw new ApiError(400, "Invalid instance_id.");
        members.remove("instance_id");
        members.put("id", UUID.randomUUID().toString()).put("date_created", Json.NOW);
        snapshots.add(members.put("status", "pending").put("size", 0));
        return Reply.of(201, "snapshot", members);
    }

    /** It gets on a little each time somebody looks. */
    Reply snapshot(String id) {
        for (ObjectNode snapshot : snapshots) {
            if (!snapshot.path("id").asText().equals(id)) continue;
            int size = snapshot.path("size").asInt() + 1;
            snapshot.put("size", size).put("status", size < LOOKS_UNTIL_COMPLETE ? "pending" : "complete");
            return Reply.of(200, "snapshot", snapshot);
        }
        throw new ApiError(404, "Invalid resource ID.");
    }

    Reply firewalls(Request request) {
        if (request.method().equals("GET"))
            return pages.page("firewall_groups", firewalls, request.query(Pages.PARAMETERS));
        ObjectNode members = request.members(Set.of("description"));
        firewalls.add(members.put("id", UUID.randomUUID().toString())
                .put("rule_count", 0)
                .put("date_created", Json.NOW));
        return Reply.of(201, "firewall_group", members);
    }

    /** No instance is in a network of its customer's own. */
    Reply networks(Request request) {
        return pages.page("vpcs", List.<JsonNode>of(), request.query(Pages.PARAMETERS));
    }
}
