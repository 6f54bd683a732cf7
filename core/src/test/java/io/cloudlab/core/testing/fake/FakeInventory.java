package io.cloudlab.core.testing.fake;

import io.cloudlab.core.instances.InventorySource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The inventory of a lab, in memory; there is none at first. Thread-safe. */
public final class FakeInventory implements InventorySource {
    private volatile InventoryFile file = new InventoryFile(null, "There is no inventory.");

    /** From now on it holds these instances, all in region {@code mel} and tagged as of service {@code web}. */
    public void holds(String... labels) {
        Map<String, Object> hosts = new LinkedHashMap<>();
        Map<String, Object> members = new LinkedHashMap<>();
        for (String label : labels) {
            hosts.put(label, host(label, "mel", "cloudlab", "service-web"));
            members.put(label, Map.of());
        }
        Map<String, Object> children = labels.length == 0
                ? Map.of()
                : Map.of("tag_cloudlab", Map.of("hosts", members), "tag_service_web", Map.of("hosts", members));
        holds(Map.of("all", Map.of("hosts", hosts, "children", children)));
    }

    public void holds(Map<String, Object> groups) {
        file = new InventoryFile(groups, null);
    }

    public void isUnreadable(String why) {
        file = new InventoryFile(null, why);
    }

    /** The variables of an instance. */
    public static Map<String, Object> host(String label, String region, String... tags) {
        return Map.of(
                "ansible_host",
                "203.0.113.7",
                "vultr_id",
                "id-" + label + "-" + region,
                "vultr_label",
                label,
                "vultr_region",
                region,
                "vultr_tags",
                List.of(tags));
    }

    @Override
    public InventoryFile read() {
        return file;
    }
}
