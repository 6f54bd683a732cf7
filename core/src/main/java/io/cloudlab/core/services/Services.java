package io.cloudlab.core.services;

import io.cloudlab.core.audit.AuditTrail;
import io.cloudlab.core.shared.Transactions;

/** Puts the use cases about services together. Thread-safe. */
public final class Services {
    private final Catalogue catalogue;
    private final ServiceConfigs configs;
    private final ServiceFiles files;
    private final ServiceOutputs outputs;
    private final LabSchemas schemas;

    /** What the use cases are made of. */
    public record Parts(
            Transactions transactions,
            CatalogueSource catalogue,
            FileArea files,
            FormerContents formers,
            ConfigSyntax syntax,
            LabSchemas schemas,
            FileVersionStore versions,
            AuditTrail audit,
            CredentialVisibility credentials) {}

    public Services(Parts parts) {
        FileChanges changes = new FileChanges(parts);
        this.catalogue = new Catalogue(parts.catalogue());
        this.configs = new ServiceConfigs(parts, changes);
        this.files = new ServiceFiles(parts, changes);
        this.outputs = new ServiceOutputs(parts.catalogue(), parts.credentials());
        this.schemas = parts.schemas();
    }

    public Catalogue catalogue() {
        return catalogue;
    }

    public ServiceConfigs configs() {
        return configs;
    }

    public ServiceFiles files() {
        return files;
    }

    public ServiceOutputs outputs() {
        return outputs;
    }

    /** What the files of a lab may hold, for editors; no secret to anybody. */
    public LabSchemas schemas() {
        return schemas;
    }
}
