package io.cloudlab.core.inventory.authority;

import io.cloudlab.core.access.AccessPolicy;
import io.cloudlab.core.access.AclStore;
import io.cloudlab.core.access.Caller;
import io.cloudlab.core.access.Decision;
import io.cloudlab.core.access.Denied;
import io.cloudlab.core.access.ObjectRules;
import io.cloudlab.core.access.Permission;
import io.cloudlab.core.inventory.action.ActionTasks;
import io.cloudlab.core.inventory.item.Item;
import io.cloudlab.core.inventory.item.ItemStore;
import io.cloudlab.core.inventory.type.Action;
import io.cloudlab.core.inventory.type.ActionType;
import io.cloudlab.core.inventory.type.ItemType;
import io.cloudlab.core.inventory.type.SyncAdapter;
import io.cloudlab.core.inventory.type.TypeSource;
import io.cloudlab.core.jobs.ServiceRights;
import io.cloudlab.core.services.CatalogueSource;
import io.cloudlab.core.services.ServiceAccess;
import io.cloudlab.core.services.ServiceName;
import io.cloudlab.core.services.input.Script;
import io.cloudlab.core.shared.Refused;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Rights to services, with the rules of the objects that services were synchronised as. Such an object stands for its
 * service by its source, which no edit changes: an action on it needs no further right. Any other object only names a
 * service in a field, so its actions need the right to the service as well. Deny rules of the synchronised object and of the
 * service count on every way. Thread-safe.
 */
public final class ServiceAuthority implements ServiceRights {
    private final ItemStore items;
    private final AclStore acl;
    private final TypeSource types;
    private final CatalogueSource catalogue;
    private final ServiceAccess access;

    public ServiceAuthority(
            ItemStore items, AclStore acl, TypeSource types, CatalogueSource catalogue, ServiceAccess access) {
        this.access = access;
        this.items = items;
        this.acl = acl;
        this.types = types;
        this.catalogue = catalogue;
    }

    private record Twin(ItemType type, Item item) {}

    /**
     * A caller who may edit the service's configuration decides which file a script's name stands for, so the right to
     * one action or one script is not enough for them.
     */
    @Override
    public void requireRun(Caller caller, ServiceName service, String file, @Nullable Long object) {
        if (caller.may(Permission.ALL)) return;
        List<Twin> twins = twins(service);
        if (access.may(caller, service, ServiceAccess.CONFIG_EDIT))
            access.require(
                    caller, service, file.equals(Script.DEPLOY.file()) ? ServiceAccess.DEPLOY : ServiceAccess.RUN);
        if (isOne(twins, object)) access.requireRunNotDenied(caller, service, file);
        else access.requireRun(caller, service, file);
        requireNotDenied(caller, twins, object, action -> runs(action, service, file));
    }

    @Override
    public void requireStop(Caller caller, ServiceName service, @Nullable Long object) {
        if (caller.may(Permission.ALL)) return;
        List<Twin> twins = twins(service);
        if (isOne(twins, object)) access.requireNotDenied(caller, service, ServiceAccess.STOP);
        else access.require(caller, service, ServiceAccess.STOP);
        requireNotDenied(caller, twins, object, action -> action.type() == ActionType.SCRIPT_STOP);
    }

    private List<Twin> twins(ServiceName service) {
        Item.Source source = new Item.Source(SyncAdapter.SERVICES.word(), service.value());
        List<Twin> twins = new ArrayList<>();
        for (ItemType type : types.types().types()) {
            if (type.sync() != SyncAdapter.SERVICES) continue;
            items.ofSource(type.slug(), source).ifPresent(item -> twins.add(new Twin(type, item)));
        }
        return twins;
    }

    private static boolean isOne(List<Twin> twins, @Nullable Long object) {
        return object != null && twins.stream().anyMatch(twin -> twin.item().id() == object);
    }

    /** The object acted on has answered for itself. */
    private void requireNotDenied(Caller caller, List<Twin> twins, @Nullable Long object, Predicate<Action> sameThing) {
        for (Twin twin : twins) {
            if (object != null && twin.item().id() == object) continue;
            ObjectRules rules = acl.of(twin.item().id());
            requireNotDenied(caller, twin, AccessPolicy.VIEW, rules);
            for (Action action : twin.type().actions())
                if (action.scope() == Action.Scope.OBJECT && sameThing.test(action))
                    requireNotDenied(caller, twin, action.name(), rules);
        }
    }

    private static void requireNotDenied(Caller caller, Twin twin, String permission, ObjectRules rules) {
        String type = twin.type().slug().value();
        if (AccessPolicy.decide(caller, type, permission, rules) instanceof Decision.DeniedByRule)
            throw new Denied(Permission.onType(type, permission));
    }

    private boolean runs(Action action, ServiceName service, String file) {
        if (action.type() == ActionType.DYNAMIC_SCRIPTS) return true;
        if (action.type() != ActionType.SCRIPT) return false;
        try {
            return catalogue
                    .service(service)
                    .map(definition ->
                            ActionTasks.declared(action, definition, catalogue).file())
                    .filter(file::equals)
                    .isPresent();
        } catch (Refused e) {
            return false; // the service has no such script
        }
    }
}
