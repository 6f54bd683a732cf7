package io.cloudlab.core;

import io.cloudlab.core.audit.AuditTrail;
import io.cloudlab.core.instances.AnsibleInventory;
import io.cloudlab.core.instances.Instances;
import io.cloudlab.core.inventory.Inventory;
import io.cloudlab.core.inventory.SyncAdapter;
import io.cloudlab.core.inventory.SyncSource;
import io.cloudlab.core.jobs.JobTask;
import io.cloudlab.core.services.ServiceName;
import io.cloudlab.core.terminal.HostKeys;
import io.cloudlab.core.terminal.Pins;
import io.cloudlab.core.vault.MasterKey;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The inventory, put together from the stores, the lab and what else it stands for. */
final class LabInventory {
    /** Deployments go with their jobs. */
    private static final String JOBS_FORGOTTEN = "job.retention";

    private LabInventory() {}

    static Inventory of(
            Stores stores,
            Lab lab,
            LabJobs started,
            MasterKey key,
            AuditTrail audit,
            Clock clock,
            Runnable permissionsChanged) {
        Inventory inventory = new Inventory(new Inventory.Parts(
                stores.transactions(),
                stores.items(),
                stores.tags(),
                stores.acl(),
                stores.roles(),
                stores.users(),
                stores.jobs(),
                lab.types(),
                lab.catalogue(),
                started.starter(),
                started.rights(),
                new Pins(new HostKeys(stores.transactions(), stores.hostKeys(), audit, clock)),
                new KnownInstances(stores),
                key,
                audit,
                clock,
                permissionsChanged));
        started.jobs().onEnded(ended -> inventory.jobEnded(ended.job()));
        started.instances().onChanged(cache -> inventory.changing(SyncAdapter.VULTR));
        audit.onRecord(entry -> {
            if (aboutUsers(entry.action())) inventory.changing(SyncAdapter.USERS);
            if (entry.action().equals(JOBS_FORGOTTEN)) inventory.changing(SyncAdapter.DEPLOYMENTS);
        });
        return inventory;
    }

    private static boolean aboutUsers(String action) {
        return action.startsWith("user.")
                || action.startsWith("role.")
                || action.equals("login")
                || action.equals("auth.setup");
    }

    /** The instances of the cloud, as far as they are known without asking it. */
    private record KnownInstances(Stores stores) implements Inventory.Cloud {
        @Override
        public List<SyncSource.Wanted> instances() {
            return inventory().hosts().entrySet().stream()
                    .map(host -> wanted(host.getKey(), host.getValue()))
                    .toList();
        }

        @Override
        public @Nullable String address(String host) {
            Map<String, Object> variables = inventory().hosts().get(host);
            return variables == null ? null : text(variables.get("ansible_host"));
        }

        @Override
        public JobTask.Builder stopping(ServiceName service, String action) {
            return Instances.stopping(service, action);
        }

        private AnsibleInventory inventory() {
            return stores.instances().read().inventory();
        }

        /** Keyed by the cloud's own number, so that a new instance of an old name is another object. */
        private static SyncSource.Wanted wanted(String host, Map<String, Object> variables) {
            Map<String, Object> fields = new HashMap<>();
            fields.put("hostname", host);
            fields.put("ip_address", text(variables.get("ansible_host")));
            Object power = variables.getOrDefault("vultr_power_status", variables.get("vultr_power"));
            fields.put("power_status", power == null ? "unknown" : text(power));
            fields.put("vultr_tags", variables.get("vultr_tags"));
            for (String name : List.of("region", "plan", "os")) fields.put(name, text(variables.get("vultr_" + name)));
            for (String name : List.of("vultr_id", "vultr_label")) fields.put(name, text(variables.get(name)));
            String id = text(variables.get("vultr_id"));
            return new SyncSource.Wanted(id == null ? host : id, fields);
        }

        private static @Nullable String text(@Nullable Object value) {
            return value == null ? null : value.toString();
        }
    }
}
