package io.cloudlab.core.inventory.sync;

import io.cloudlab.core.access.AccessPolicy;
import io.cloudlab.core.access.Caller;
import io.cloudlab.core.inventory.item.Item;
import io.cloudlab.core.inventory.item.ItemAccess;
import io.cloudlab.core.inventory.item.ItemStore;
import io.cloudlab.core.inventory.type.TypeSlug;
import io.cloudlab.core.services.CredentialVisibility;
import io.cloudlab.core.services.PublishedOutputs;
import io.cloudlab.core.services.ServiceName;
import io.cloudlab.core.services.ServiceOutput;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** The credentials a service has published, as objects of the type {@code credential}. */
public final class PublishedCredentials implements CredentialVisibility {
    static final String TYPE = "credential";

    private static final TypeSlug SLUG = new TypeSlug(TYPE);

    private final ItemStore items;
    private final ItemAccess access;

    public PublishedCredentials(ItemStore items, ItemAccess access) {
        this.items = items;
        this.access = access;
    }

    /** What the synchronisation of a service's credentials is called. */
    static String source(ServiceName service) {
        return "outputs/" + service;
    }

    /** One that has no object yet is shown to those who may see every credential. */
    @Override
    public Predicate<String> of(Caller caller, ServiceName service) {
        boolean all = AccessPolicy.forType(caller, TYPE, AccessPolicy.VIEW).allowed();
        Map<String, Boolean> byName = new HashMap<>();
        for (Item item : items.ofSource(SLUG, source(service))) {
            Item.Source source = item.source();
            if (source != null) byName.put(source.key(), access.may(caller, item, AccessPolicy.VIEW));
        }
        return name -> byName.getOrDefault(name, all);
    }

    static List<SyncSource.Wanted> of(PublishedOutputs outputs) {
        return outputs.outputs().stream()
                .filter(output -> output.type() == ServiceOutput.Type.CREDENTIAL)
                .map(output -> new SyncSource.Wanted(output.name(), fields(output)))
                .toList();
    }

    private static Map<String, Object> fields(ServiceOutput output) {
        Map<String, Object> fields = new HashMap<>();
        fields.put("name", output.label().isBlank() ? output.name() : output.label());
        fields.put("credential_type", output.credentialType());
        fields.put("username", output.username());
        fields.put("value", output.value());
        return fields;
    }
}
