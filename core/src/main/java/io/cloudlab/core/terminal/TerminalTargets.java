package io.cloudlab.core.terminal;

import io.cloudlab.core.access.Caller;
import io.cloudlab.core.shared.NotFound;
import org.jspecify.annotations.Nullable;

/** Knows the servers of the inventory and who may open terminals on them. Implementations are thread-safe. */
public interface TerminalTargets {

    /**
     * The server behind an object, if the caller may do the action on it now.
     *
     * @param action the name of an action of the kind {@code ssh}; null for the first such action of the object's type
     * @throws NotFound if there is no such object or action, or the object has no host
     * @throws io.cloudlab.core.access.Denied if the caller may not
     */
    TerminalTarget resolve(Caller caller, long objectId, @Nullable String action);

    /**
     * Refuses if another object that stands for the same server keeps the caller from it.
     *
     * @param address at which the server alone is reached; null if the address may lead to several
     * @throws io.cloudlab.core.access.Denied if the caller may not
     */
    default void requireHost(Caller caller, TerminalTarget target, @Nullable String address) {}

    /**
     * Refuses if the caller may not use the server any more.
     *
     * @param address at which the server alone is reached; null if the address may lead to several
     * @throws NotFound if the object is gone
     * @throws io.cloudlab.core.access.Denied if the caller may not
     */
    default void require(Caller caller, TerminalTarget target, @Nullable String address) {
        resolve(caller, target.objectId(), target.action());
    }
}
