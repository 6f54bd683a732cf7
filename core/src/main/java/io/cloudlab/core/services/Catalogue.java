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

    /** Every service, by name. The same list object is returned for as long as nothing has changed. */
    public List<ServiceDefinition> services(Caller caller) {
        caller.require(Permission.SERVICES_VIEW);
        return source.services();
    }

    /**
     * Why there is no service where one seems to be meant; each one sentence that names the place. The same
     * list object is returned for as long as nothing has changed.
     */
    public List<String> warnings(Caller caller) {
        caller.require(Permission.SERVICES_VIEW);
        return source.warnings();
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
