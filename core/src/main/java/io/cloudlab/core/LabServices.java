package io.cloudlab.core;

import io.cloudlab.core.audit.AuditTrail;
import io.cloudlab.core.inventory.Inventory;
import io.cloudlab.core.services.Services;
import java.util.function.Supplier;

/** Makes the use cases about services from what the lab and the stores offer. */
final class LabServices {
    private LabServices() {}

    static Services of(Stores stores, Lab lab, AuditTrail audit, Supplier<Inventory> inventory) {
        return new Services(new Services.Parts(
                stores.transactions(),
                lab.catalogue(),
                lab.files(),
                lab.formers(),
                lab.syntax(),
                lab.schemas(),
                stores.fileVersions(),
                audit,
                (caller, service) -> inventory.get().credentials().of(caller, service)));
    }
}
