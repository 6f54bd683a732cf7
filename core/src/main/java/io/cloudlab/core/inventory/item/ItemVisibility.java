package io.cloudlab.core.inventory.item;

import io.cloudlab.core.access.AccessPolicy;
import io.cloudlab.core.access.Caller;
import io.cloudlab.core.access.Permission;
import io.cloudlab.core.inventory.type.TypeSlug;
import java.util.Set;

/**
 * The caller for whom objects of one type are listed: what a database must know to come to the answers of {@link AccessPolicy}.
 *
 * @param everything whether no rule counts
 * @param wholeType whether the caller sees every object that no rule hides from them
 * @param roles whose rules and grants count
 */
public record ItemVisibility(boolean everything, boolean wholeType, Set<Integer> roles) {
    /** For parts of the system itself. */
    public static final ItemVisibility SYSTEM = new ItemVisibility(true, true, Set.of());

    public ItemVisibility {
        roles = Set.copyOf(roles);
    }

    public static ItemVisibility of(Caller caller, TypeSlug type) {
        return new ItemVisibility(
                caller.may(Permission.ALL),
                AccessPolicy.forType(caller, type.value(), AccessPolicy.VIEW).allowed(),
                caller.roles());
    }
}
