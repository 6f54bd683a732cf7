package io.cloudlab.core.inventory.sync;

import io.cloudlab.core.services.CatalogueSource;
import io.cloudlab.core.services.ServiceDefinition;
import io.cloudlab.core.services.ServiceName;
import io.cloudlab.core.shared.Unavailable;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** The services of the lab as objects. */
public final class ServiceSource implements SyncSource {
    private final CatalogueSource catalogue;

    public ServiceSource(CatalogueSource catalogue) {
        this.catalogue = catalogue;
    }

    /** @throws Unavailable while the directory of the services is away: rules about their objects would go with them */
    @Override
    public List<Wanted> wanted() {
        requireThere();
        List<ServiceDefinition> services = catalogue.services();
        requireThere(); // it may have gone before they were read
        Set<ServiceName> deployed = catalogue.activeDeployments().stream()
                .map(deployment -> deployment.service())
                .collect(Collectors.toSet());
        return services.stream()
                .map(service -> wanted(service.name(), deployed.contains(service.name())))
                .toList();
    }

    /** @throws Unavailable as {@link #wanted()} */
    @Override
    public List<Wanted> wanted(Set<String> keys) {
        requireThere();
        List<ServiceName> services = keys.stream()
                .map(ServiceName::new)
                .filter(name -> catalogue.service(name).isPresent())
                .toList();
        requireThere();
        return services.stream()
                .map(name -> wanted(name, catalogue.activeDeployment(name).isPresent()))
                .toList();
    }

    private static Wanted wanted(ServiceName name, boolean deployed) {
        return new Wanted(
                name.value(),
                Map.of(
                        "name",
                        name.value(),
                        "service_dir",
                        "/services/" + name,
                        "status",
                        deployed ? "deployed" : "available"));
    }

    private void requireThere() {
        if (!catalogue.isThere())
            throw new Unavailable("no-services", "The directory of the services is not there now.");
    }
}
