package io.cloudlab.core.services;

import io.cloudlab.core.access.Caller;
import io.cloudlab.core.shared.NotFound;
import java.util.List;
import java.util.function.Predicate;

/** Shows what services have published. Thread-safe. */
public final class ServiceOutputs {
    private final CatalogueSource source;
    private final CredentialVisibility credentials;
    private final ServiceAccess access;

    public ServiceOutputs(CatalogueSource source, CredentialVisibility credentials, ServiceAccess access) {
        this.source = source;
        this.access = access;
        this.credentials = credentials;
    }

    /** Of every service that has published something, by its name. */
    public List<PublishedOutputs> list(Caller caller) {
        return access.visible(caller, source.services()).stream()
                .map(service -> source.outputs(service.name()))
                .filter(published -> published.publishedAt() != null)
                .map(published -> shown(caller, published))
                .toList();
    }

    /** @throws NotFound if there is no such service */
    public PublishedOutputs of(Caller caller, ServiceName name) {
        access.require(caller, name, ServiceAccess.VIEW);
        source.require(name);
        return shown(caller, source.outputs(name));
    }

    /** The rules of a credential's object count here as they do in the inventory. */
    private PublishedOutputs shown(Caller caller, PublishedOutputs published) {
        if (published.outputs().stream().noneMatch(ServiceOutput::isSecret)) return published;
        Predicate<String> visible = credentials.of(caller, published.service());
        return new PublishedOutputs(
                published.service(),
                published.outputs().stream()
                        .map(output -> visible.test(output.name()) ? output : output.withoutSecret())
                        .toList(),
                published.publishedAt(),
                published.warnings(),
                published.whole());
    }
}
