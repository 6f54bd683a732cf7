package io.cloudlab.core;

import io.cloudlab.core.access.Permission;
import io.cloudlab.core.access.Role;
import io.cloudlab.core.access.RoleStore;
import io.cloudlab.core.inventory.ItemTypes;
import java.time.Clock;
import java.util.Set;

/** What every installation holds from the start. */
final class Seed {
    private Seed() {}

    /** Doing it again changes nothing. */
    static void plant(Stores stores, ItemTypes types, Clock clock) {
        RoleStore roles = stores.roles();
        stores.transactions().run(() -> {
            types.seed();
            if (roles.findByName(Role.SUPER_ADMIN).isEmpty()) {
                roles.insert(
                        Role.SUPER_ADMIN, "Holds every permission.", true, clock.instant(), Set.of(Permission.ALL));
            }
        });
    }
}
