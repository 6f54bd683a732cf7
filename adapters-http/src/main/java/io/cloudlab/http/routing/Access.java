package io.cloudlab.http.routing;

import io.cloudlab.core.access.Caller;
import io.cloudlab.core.access.Denied;
import io.cloudlab.core.access.Permission;
import io.cloudlab.core.identity.session.Unauthenticated;
import io.cloudlab.http.error.Problems;
import java.util.List;
import java.util.function.Predicate;

/**
 * Who may use a route. Looked at before anything of a request's body is read; the use case behind the route decides
 * again, and more finely.
 */
public sealed interface Access {
    Access PUBLIC = new Public(false);
    /** Needs no token, but a user with a valid one is told more. An invalid token counts as none. */
    Access PUBLIC_RECOGNISED = new Public(true);

    Access ANY_USER = new AnyUser();

    /** @param recognised whether a token is looked at, if one is shown */
    record Public(boolean recognised) implements Access {}

    record AnyUser() implements Access {}

    /** @param others who may as well, without one of the permissions */
    record Holders(List<Permission> anyOf, Predicate<Caller> others) implements Access {
        /** And those whom the predicate names. */
        public Holders or(Predicate<Caller> more) {
            return new Holders(anyOf, others.or(more));
        }

        public Holders {
            anyOf = List.copyOf(anyOf);
            if (anyOf.isEmpty()) throw new IllegalArgumentException("a permission must be named");
        }
    }

    static Holders holdersOf(Permission... anyOf) {
        return new Holders(List.of(anyOf), caller -> false);
    }

    /** Whether a token that is shown makes a difference, though none is needed. */
    default boolean recognises() {
        return this instanceof Public open && open.recognised();
    }

    /** Whether a token must be shown. */
    default boolean needsUser() {
        return !(this instanceof Public);
    }

    /**
     * @throws Unauthenticated if the request names no user
     * @throws Denied if the permission is missing
     */
    default void check(Caller caller) {
        if (this instanceof Public) return;
        if (caller.username() == null) throw Problems.notAuthenticated();
        if (this instanceof Holders holders
                && holders.anyOf.stream().noneMatch(caller::may)
                && !holders.others.test(caller)) throw new Denied(holders.anyOf.get(0));
    }
}
