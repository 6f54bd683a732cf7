package io.cloudlab.core.inventory;

import io.cloudlab.core.services.CatalogueSource;
import io.cloudlab.core.services.ServiceName;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** The services of the lab as objects. */
final class ServiceSource implements SyncSource {
    private final CatalogueSource catalogue;

    ServiceSource(CatalogueSource catalogue) {
        this.catalogue = catalogue;
    }

    @Override
    public List<Wanted> wanted() {
        Set<ServiceName> deployed = catalogue.activeDeployments().stream()
                .map(deployment -> deployment.service())
                .collect(Collectors.toSet());
        return catalogue.services().stream()
                .map(service -> new Wanted(
                        service.name().value(),
                        Map.of(
                                "name",
                                service.name().value(),
                                "service_dir",
                                "/services/" + service.name(),
                                "status",
                                deployed.contains(service.name()) ? "deployed" : "available")))
                .toList();
    }
}
