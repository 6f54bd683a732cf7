package io.cloudlab.core.services;

import io.cloudlab.core.access.Caller;
import io.cloudlab.core.access.Permission;
import io.cloudlab.core.shared.NotFound;
import java.util.List;

/** Shows what the lab has to deploy. Thread-safe. */
public final class Catalogue {
    private final CatalogueSource source;

    public Catalogue(CatalogueSource source) {
        this.source = source;
    }

    /**
     * What there is to deploy, and why something is not. The same list objects are returned for as long as nothing has
     * changed.
     *
     * @param services by name
     * @param warnings why there is no service where one seems to be meant; each one sentence that names the place
     */
    public record View(List<ServiceDefinition> services, List<String> warnings) {}

    public View view(Caller caller) {
        caller.require(Permission.SERVICES_VIEW);
        return new View(source.services(), source.warnings());
    }

    /** Every service, by name. The same list object is returned for as long as nothing has changed. */
    public List<ServiceDefinition> services(Caller caller) {
        caller.require(Permission.SERVICES_VIEW);
        return source.services();
    }

    /** @throws NotFound if there is no such service */
    public ServiceDetail service(Caller caller, ServiceName name) {
        caller.require(Permission.SERVICES_VIEW);
        ServiceDefinition definition = source.require(name);
        return new ServiceDetail(definition, source.instance(name));
    }

    public List<ActiveDeployment> activeDeployments(Caller caller) {
        caller.require(Permission.SERVICES_VIEW);
        return source.activeDeployments();
    }
}
