package io.cloudlab.core.inventory.authority;

import io.cloudlab.core.access.AclRule;
import io.cloudlab.core.access.AclStore;
import io.cloudlab.core.access.Caller;
import io.cloudlab.core.access.Decision;
import io.cloudlab.core.access.Permission;
import io.cloudlab.core.access.RoleStore;
import io.cloudlab.core.audit.AuditTrail;
import io.cloudlab.core.identity.session.CurrentRights;
import io.cloudlab.core.identity.user.Username;
import io.cloudlab.core.inventory.item.AccessRules;
import io.cloudlab.core.inventory.item.AccessRules.Explanation;
import io.cloudlab.core.inventory.item.AccessRules.Shown;
import io.cloudlab.core.inventory.item.AccessRules.Wanted;
import io.cloudlab.core.services.CatalogueSource;
import io.cloudlab.core.services.ServiceAccess;
import io.cloudlab.core.services.ServiceDefinition;
import io.cloudlab.core.services.ServiceName;
import io.cloudlab.core.services.input.Script;
import io.cloudlab.core.shared.NotFound;
import io.cloudlab.core.shared.Refused;
import io.cloudlab.core.shared.Transactions;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Shows and changes the rules of single services, for holders of {@code inventory.acl.manage}, and explains what they lead to.
 * Thread-safe.
 */
public final class ServiceRules {
    private static final int MAX_RULES = 500;

    private final Transactions transactions;
    private final AclStore store;
    private final RoleStore roles;
    private final CurrentRights rights;
    private final CatalogueSource catalogue;
    private final ServiceAccess access;
    private final AuditTrail audit;

    public ServiceRules(
            Transactions transactions,
            AclStore store,
            RoleStore roles,
            CurrentRights rights,
            CatalogueSource catalogue,
            ServiceAccess access,
            AuditTrail audit) {
        this.transactions = transactions;
        this.store = store;
        this.roles = roles;
        this.rights = rights;
        this.catalogue = catalogue;
        this.access = access;
        this.audit = audit;
    }

    /** Whether a rule of any service allows it to the caller. */
    public boolean allowsSome(Caller caller, String name) {
        return access.allowsSome(caller, name);
    }

    /** @throws NotFound if there is no such service */
    public Shown list(Caller caller, ServiceName service) {
        requireManaged(caller, service);
        return shown(stored(service));
    }

    /**
     * Makes the rule of the service for a role and a permission have this effect.
     *
     * @throws Refused if there is no such role or permission
     * @throws io.cloudlab.core.access.Denied if the caller may not do it themselves
     */
    public Shown put(Caller caller, ServiceName service, Wanted wanted) {
        requireManaged(caller, service);
        return transactions.call(() -> {
            AclRule rule = write(caller, service, wanted);
            requireFew(stored(service).size());
            record(caller, service, "service.acl.add", AccessRules.describe(wanted));
            return shown(List.of(rule));
        });
    }

    /**
     * Makes these the only rules of the service.
     *
     * @throws Refused as {@link #put}, or if two are for the same role and permission
     */
    public Shown replace(Caller caller, ServiceName service, List<Wanted> wanted) {
        requireManaged(caller, service);
        requireFew(wanted.size());
        Set<String> places = new HashSet<>();
        for (Wanted one : Set.copyOf(wanted))
            if (!places.add(one.roleId() + " " + one.permission()))
                throw new Refused("duplicate-rule", "Two rules are for the same role and permission.");
        return transactions.call(() -> {
            Set<Wanted> added = new HashSet<>(wanted);
            for (AclRule rule : stored(service)) {
                if (added.remove(new Wanted(rule.roleId(), rule.permission(), rule.effect()))) continue;
                requireHeld(caller, service, rule.permission());
                store.removeForService(service.value(), rule.id());
            }
            for (Wanted one : added) write(caller, service, one);
            List<Map<String, Object>> described =
                    wanted.stream().distinct().map(AccessRules::describe).toList();
            record(caller, service, "service.acl.set", Map.of("rules", described));
            return shown(stored(service));
        });
    }

    /** @throws NotFound if the service has no such rule */
    public void remove(Caller caller, ServiceName service, long ruleId) {
        requireManaged(caller, service);
        transactions.run(() -> {
            AclRule rule = stored(service).stream()
                    .filter(one -> one.id() == ruleId)
                    .findFirst()
                    .orElseThrow(() -> new NotFound("rule"));
            requireHeld(caller, service, rule.permission());
            store.removeForService(service.value(), ruleId);
            Wanted former = new Wanted(rule.roleId(), rule.permission(), rule.effect());
            record(caller, service, "service.acl.remove", AccessRules.describe(former));
        });
    }

    /** Explains what the caller may do with a service they may see, or whose rules they may manage. */
    public Explanation explain(Caller caller, ServiceName service) {
        if (!caller.may(Permission.INVENTORY_ACL_MANAGE)) access.require(caller, service, ServiceAccess.VIEW);
        return explained(caller, catalogue.require(service));
    }

    /**
     * Explains what another user may do with a service.
     *
     * @throws io.cloudlab.core.access.Denied if the caller may not manage rules, or may not see users: who there is would show
     * @throws NotFound also if there is no such user
     */
    public Explanation explain(Caller caller, ServiceName service, Username username) {
        if (username.value().equalsIgnoreCase(caller.username())) return explain(caller, service);
        requireManaged(caller, service);
        caller.require(Permission.USERS_VIEW);
        Caller user = rights.of(username).orElseThrow(() -> new NotFound("user"));
        return explained(user, catalogue.require(service));
    }

    private Explanation explained(Caller whom, ServiceDefinition service) {
        List<String> names = new ArrayList<>(ServiceAccess.NAMES);
        int scripts = names.indexOf(ServiceAccess.RUN) + 1;
        for (Script script : service.scripts()) names.add(scripts++, ServiceAccess.run(script.name()));
        Map<String, Decision> decisions = new LinkedHashMap<>();
        for (String name : names) decisions.put(name, access.decide(whom, service.name(), name));
        return new Explanation(String.valueOf(whom.username()), decisions, AccessRules.roleNames(roles));
    }

    private void requireManaged(Caller caller, ServiceName service) {
        caller.require(Permission.INVENTORY_ACL_MANAGE);
        catalogue.require(service);
    }

    private static void requireFew(int rules) {
        if (rules > MAX_RULES)
            throw new Refused("too-many-rules", "A service can have at most " + MAX_RULES + " rules.");
    }

    private List<AclRule> stored(ServiceName service) {
        return store.ofServices().getOrDefault(service.value(), List.of());
    }

    /** Callers hand out, and take away, only what they may do themselves. */
    private void requireHeld(Caller caller, ServiceName service, String permission) {
        if (ServiceAccess.isName(permission)) access.require(caller, service, permission);
    }

    private AclRule write(Caller caller, ServiceName service, Wanted wanted) {
        requireHeld(caller, service, wanted.permission());
        if (!ServiceAccess.isName(wanted.permission()))
            throw new Refused(
                    "unknown-permission",
                    "Services have no permission of that name. They have: " + String.join(", ", ServiceAccess.NAMES)
                            + ", run:<script>.");
        return AccessRules.refusingUnknownRole(
                () -> store.putForService(service.value(), wanted.roleId(), wanted.permission(), wanted.effect()));
    }

    private void record(Caller caller, ServiceName service, String action, Map<String, Object> details) {
        audit.record(caller, action, "services/" + service, details);
        transactions.afterCommit(access::forget);
    }

    private Shown shown(List<AclRule> rules) {
        return new Shown(rules, AccessRules.roleNames(roles));
    }
}
