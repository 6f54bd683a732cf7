package io.cloudlab.core.services;

import java.time.Instant;
import java.util.List;

/** A service that has left an inventory of its hosts behind ({@code outputs/temp_inventory.yaml}). */
public record ActiveDeployment(ServiceName service, List<String> hosts, Instant updatedAt) {
    public ActiveDeployment {
        hosts = List.copyOf(hosts);
    }
}
