package io.cloudlab.core.inventory.sync;

import io.cloudlab.core.instances.AnsibleInventory;
import io.cloudlab.core.instances.InstanceStore;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The instances of the cloud, as they were last seen, as objects. */
public final class InstanceSource implements SyncSource {
    private final InstanceStore store;

    public InstanceSource(InstanceStore store) {
        this.store = store;
    }

    @Override
    public List<Wanted> wanted() {
        return inventory().hosts().entrySet().stream()
                .map(host -> wanted(host.getKey(), host.getValue()))
                .toList();
    }

    /** The address of the instance of that name, or null. */
    @Nullable
    String address(String host) {
        Map<String, Object> variables = inventory().hosts().get(host);
        return variables == null ? null : text(variables.get("ansible_host"));
    }

    private AnsibleInventory inventory() {
        return store.read().inventory();
    }

    /** Keyed by the cloud's own number, so that a new instance of an old name is another object. */
    private static Wanted wanted(String host, Map<String, Object> variables) {
        Map<String, Object> fields = new HashMap<>();
        fields.put("hostname", host);
        fields.put("ip_address", text(variables.get("ansible_host")));
        Object power = variables.getOrDefault("vultr_power_status", variables.get("vultr_power"));
        fields.put("power_status", power == null ? "unknown" : text(power));
        fields.put("vultr_tags", variables.get("vultr_tags"));
        for (String name : List.of("region", "plan", "os")) fields.put(name, text(variables.get("vultr_" + name)));
        for (String name : List.of("vultr_id", "vultr_label")) fields.put(name, text(variables.get(name)));
        String id = text(variables.get("vultr_id"));
        return new Wanted(id == null ? host : id, fields);
    }

    private static @Nullable String text(@Nullable Object value) {
        return value == null ? null : value.toString();
    }
}
