package io.cloudlab.app.vultr;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

/** What one customer has, and the calls that read and change it. Not thread-safe. */
final class Account {
    private static final Set<String> INSTANCE = Set.of(
            "label",
            "hostname",
            "region",
            "plan",
            "os_id",
            "sshkey_id",
            "tags",
            "enable_ipv6",
            "activation_email",
            "backups",
            "user_data",
            "ddos_protection");
    private static final Set<String> CHANGES = Set.of("label", "plan", "tags");
    private static final Set<String> FILTERS = Set.of("per_page", "cursor", "label", "region", "main_ip", "tag");

    private final SshMachines machines;
    private final Pages pages;
    private final Extras extras;
    private final Map<String, Instance> instances = new LinkedHashMap<>();
    private final Map<String, ObjectNode> keys = new LinkedHashMap<>();
    private int seeded;

    Account(SshMachines machines, int largestPage) {
        this.machines = machines;
        this.pages = new Pages(largestPage);
        this.extras = new Extras(pages);
    }

    List<JsonNode> instances() {
        return instances.values().stream().<JsonNode>map(Instance::shown).toList();
    }

    String seed(String label, String region, List<String> tags) {
        ObjectNode order = JsonNodeFactory.instance.objectNode();
        order.put("label", label)
                .put("region", region)
                .put("plan", "vc2-1c-1gb")
                .put("os_id", 2284);
        tags.forEach(order.withArray("tags")::add);
        Instance instance = new Instance(UUID.randomUUID().toString(), order, List.of());
        instance.isUp("198.18." + seeded / 250 + "." + (1 + seeded++ % 250));
        instances.put(instance.id(), instance);
        return instance.id();
    }

    Reply answer(Request request) throws IOException {
        String[] parts = request.path().split("/");
        String collection = parts.length > 1 ? parts[1] : "";
        if (parts.length == 2) return collection(collection, request);
        if (collection.equals("ssh-keys")
                && parts.length == 3
                && request.method().equals("DELETE"))
            return existing(keys.remove(parts[2])) == null ? null : Reply.EMPTY;
        if (collection.equals("snapshots")
                && parts.length == 3
                && request.method().equals("GET")) return extras.snapshot(parts[2]);
        if (!collection.equals("instances") || parts.length > 4) throw new ApiError(404, "Not found.");
        Instance instance = existing(instances.get(parts[2]));
        return parts.length == 3 ? instance(instance, request) : action(instance, parts[3], request);
    }

    private Reply collection(String name, Request request) {
        switch (request.method() + " " + name) {
            case "GET instances":
                return list(request);
            case "POST instances":
                return create(request.members(INSTANCE));
            case "GET ssh-keys":
                return pages.page("ssh_keys", List.copyOf(keys.values()), request.query(Pages.PARAMETERS));
            case "POST ssh-keys":
                return register(request.members(Set.of("name", "ssh_key")));
            case "GET snapshots":
            case "POST snapshots":
                return extras.snapshots(request, instances::containsKey);
            case "GET firewalls":
            case "POST firewalls":
                return extras.firewalls(request);
            case "GET os":
                return pages.page("os", Offers.systems(), request.query(Pages.PARAMETERS));
            case "GET plans":
                return pages.page("plans", Offers.plans(), request.query(Pages.PARAMETERS));
            case "GET regions":
                return pages.page("regions", Offers.regions(), request.query(Pages.PARAMETERS));
            case "GET account":
                return Reply.of(200, "account", Offers.account());
            default:
                throw new ApiError(404, "Not found.");
        }
    }

    private Reply list(Request request) {
        Map<String, String> query = request.query(FILTERS);
        Stream<JsonNode> found = instances().stream();
        for (String filter : List.of("label", "region", "main_ip")) {
            String wanted = query.get(filter);
            if (wanted != null)
                found = found.filter(one -> one.path(filter).asText().equals(wanted));
        }
        String tag = query.get("tag");
        if (tag != null)
            found = found.filter(one -> Json.texts(one.path("tags")).contains(tag));
        return pages.page("instances", found.toList(), query);
    }

    private Reply create(ObjectNode order) {
        Offers.check(order);
        List<String> allowed = new ArrayList<>();
        for (String id : Json.texts(order.path("sshkey_id"))) {
            ObjectNode key = keys.get(id);
            if (key == null) throw new ApiError(400, "Invalid sshkey_id.");
            allowed.add(key.path("ssh_key").asText());
        }
        Instance instance = new Instance(UUID.randomUUID().toString(), order, allowed);
        instances.put(instance.id(), instance);
        ObjectNode shown = instance.shown();
        shown.put("default_password", "v5{Fkvb#2ycPGwHs");
        return Reply.of(202, "instance", shown);
    }

    private Reply register(ObjectNode members) {
        String key = members.path("ssh_key").asText();
        if (members.path("name").asText().isEmpty() || !key.matches("ssh-[a-z0-9-]+ [A-Za-z0-9+/]+=*( .*)?\\s*"))
            throw new ApiError(400, "Invalid SSH key.");
        members.put("id", UUID.randomUUID().toString()).put("date_created", Json.NOW);
        keys.put(members.path("id").asText(), members);
        return Reply.of(201, "ssh_key", members);
    }

    private Reply instance(Instance instance, Request request) throws IOException {
        switch (request.method()) {
            case "GET":
                instance.look(machines);
                return Reply.of(200, "instance", instance.shown());
            case "PATCH":
                instance.change(request.members(CHANGES));
                return Reply.of(202, "instance", instance.shown());
            case "DELETE":
                instances.remove(instance.id());
                machines.stop(instance.id());
                return Reply.EMPTY;
            default:
                throw new ApiError(405, "Method not allowed.");
        }
    }

    private Reply action(Instance instance, String action, Request request) {
        switch (request.method() + " " + action) {
            case "POST halt":
                instance.power("stopped");
                return Reply.EMPTY;
            case "POST start":
            case "POST reboot":
                instance.power("running");
                return Reply.EMPTY;
            case "GET vpcs":
                return extras.networks(request);
            case "GET user-data":
                return Reply.of(
                        200, "user_data", JsonNodeFactory.instance.objectNode().put("data", instance.userData()));
            default:
                throw new ApiError(404, "Not found.");
        }
    }

    private static <T> T existing(T found) {
        if (found == null) throw new ApiError(404, "Invalid resource ID.");
        return found;
    }
}
