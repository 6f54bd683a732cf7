package io.cloudlab.core;

import io.cloudlab.core.access.Caller;
import io.cloudlab.core.audit.AuditTrail;
import io.cloudlab.core.instances.InstanceCache;
import io.cloudlab.core.instances.Instances;
import io.cloudlab.core.inventory.Inventory;
import io.cloudlab.core.terminal.HostKeys;
import io.cloudlab.core.terminal.InventoryTargets;
import io.cloudlab.core.terminal.TerminalSetup;
import io.cloudlab.core.terminal.TerminalTargets;
import io.cloudlab.core.terminal.Terminals;
import java.time.Clock;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/** The terminals, put together from the stores and what was set up for them. */
final class LabTerminals {
    private static final String INSTANCE_ID = "vultr_id";

    private LabTerminals() {}

    static Terminals of(
            Stores stores,
            Inventory inventory,
            Instances instances,
            TerminalSetup setup,
            AuditTrail audit,
            Clock clock) {
        HostKeys hostKeys = new HostKeys(stores.transactions(), stores.hostKeys(), audit, clock);
        instances.onChanged(cache -> hostKeys.keepOnly(Caller.system("instances"), ids(cache)));
        TerminalTargets targets = setup.targets();
        return new Terminals(
                new Terminals.Parts(
                        stores.transactions(),
                        targets == null ? new InventoryTargets(inventory.targets(), inventory.hosts()) : targets,
                        setup.logins(),
                        setup.remoteShell(),
                        hostKeys,
                        audit,
                        clock,
                        System::nanoTime),
                setup.limits());
    }

    private static Set<String> ids(InstanceCache cache) {
        return cache.inventory().hosts().entrySet().stream()
                .map(host -> Objects.toString(host.getValue().get(INSTANCE_ID), host.getKey()))
                .collect(Collectors.toSet());
    }
}
