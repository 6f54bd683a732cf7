package io.cloudlab.http.api.services;

import io.cloudlab.core.inventory.authority.ServiceRules;
import io.cloudlab.core.services.ServiceAccess;
import io.cloudlab.http.routing.Access;

/** Who may use the routes of services: holders of the permission for all, and those whom a rule of any service allows it. */
public final class ServiceGates {
    private final ServiceRules rules;

    public ServiceGates(ServiceRules rules) {
        this.rules = rules;
    }

    /** @param name one of {@link ServiceAccess#NAMES} */
    Access to(String name) {
        return Access.holdersOf(ServiceAccess.forAll(name)).or(caller -> rules.allowsSome(caller, name));
    }
}
