package io.cloudlab.core.services;

import io.cloudlab.core.access.Caller;
import io.cloudlab.core.access.Permission;
import io.cloudlab.core.shared.NotFound;
import java.util.List;

/** Shows what services have published. Thread-safe. */
public final class ServiceOutputs {
    /** Lets a caller see credentials. */
    private static final Permission CREDENTIALS = new Permission("inventory.credential.view");

    private final CatalogueSource source;

    ServiceOutputs(CatalogueSource source) {
        this.source = source;
    }

    /** Of every service that has published something, by its name. */
    public List<PublishedOutputs> list(Caller caller) {
        caller.require(Permission.SERVICES_VIEW);
        return source.services().stream()
                .map(service -> source.outputs(service.name()))
                .filter(published -> published.publishedAt() != null)
                .map(published -> shown(caller, published))
                .toList();
    }

    /** @throws NotFound if there is no such service */
    public PublishedOutputs of(Caller caller, ServiceName name) {
        caller.require(Permission.SERVICES_VIEW);
        source.service(name).orElseThrow(() -> new NotFound("service"));
        return shown(caller, source.outputs(name));
    }

    private static PublishedOutputs shown(Caller caller, PublishedOutputs published) {
        if (caller.may(CREDENTIALS)) return published;
        return new PublishedOutputs(
                published.service(),
                published.outputs().stream().map(ServiceOutput::withoutSecret).toList(),
                published.publishedAt(),
                published.warnings(),
                published.whole());
    }
}
