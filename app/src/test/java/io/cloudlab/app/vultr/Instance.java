package io.cloudlab.app.vultr;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.List;

/** One instance; being created it gets on a little each time somebody looks, however much time passes. */
final class Instance {
    private static final int LOOKS_UNTIL_UP = 2;

    private final String id;
    private final ObjectNode order;
    private final List<String> allowedKeys;
    private String address = "0.0.0.0";
    private String power = "running";
    private int looks;

    Instance(String id, ObjectNode order, List<String> allowedKeys) {
        this.id = id;
        this.order = order;
        this.allowedKeys = allowedKeys;
    }

    String id() {
        return id;
    }

    String userData() {
        return order.path("user_data").asText();
    }

    void isUp(String at) {
        address = at;
        looks = LOOKS_UNTIL_UP + 1;
    }

    /** Brings it a step further; at last a machine runs. */
    void look(SshMachines machines) throws IOException {
        looks++;
        if (looks == LOOKS_UNTIL_UP) address = machines.start(id, allowedKeys);
    }

    void power(String status) {
        power = status;
    }

    void change(ObjectNode members) {
        order.setAll(members);
    }

    ObjectNode shown() {
        boolean active = looks >= LOOKS_UNTIL_UP;
        ObjectNode shown = JsonNodeFactory.instance.objectNode();
        shown.put("id", id).put("label", order.path("label").asText());
        shown.put("hostname", order.path("hostname").asText("vultr.guest"));
        shown.put("region", order.path("region").asText())
                .put("plan", order.path("plan").asText());
        int system = order.path("os_id").intValue();
        shown.put("os", Offers.system(system))
                .put("os_id", system)
                .put("app_id", 0)
                .put("image_id", "");
        shown.put("main_ip", address).put("v6_main_ip", "").put("internal_ip", "");
        shown.put("netmask_v4", "255.255.254.0").put("gateway_v4", "198.18.0.1").put("kvm", "");
        shown.put("status", active ? "active" : "pending").put("power_status", power);
        shown.put("server_status", !active ? "none" : looks == LOOKS_UNTIL_UP ? "installingbooting" : "ok");
        shown.withArray("tags").addAll(order.withArray("tags"));
        shown.withArray("features");
        shown.put("ram", 1024).put("disk", 25).put("vcpu_count", 1).put("allowed_bandwidth", 1);
        return shown.put("date_created", Json.NOW).put("firewall_group_id", "");
    }
}
