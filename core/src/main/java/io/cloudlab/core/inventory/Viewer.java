package io.cloudlab.core.inventory;

import io.cloudlab.core.access.AccessPolicy;
import io.cloudlab.core.access.Caller;
import io.cloudlab.core.access.Permission;
import java.util.Set;

/**
 * For whom objects of one type are listed: what a database must know to come to the answers of {@link AccessPolicy}.
 *
 * @param everything whether no rule counts
 * @param wholeType whether he sees every object that no rule hides from him
 * @param roles whose rules and grants count
 */
public record Viewer(boolean everything, boolean wholeType, Set<Integer> roles) {
    /** For parts of the system itself. */
    public static final Viewer SYSTEM = new Viewer(true, true, Set.of());

    public Viewer {
        roles = Set.copyOf(roles);
    }

    public static Viewer of(Caller caller, TypeSlug type) {
        return new Viewer(
                caller.may(Permission.ALL),
                AccessPolicy.forType(caller, type.value(), AccessPolicy.VIEW).allowed(),
                caller.roles());
    }
}
