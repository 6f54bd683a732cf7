package io.cloudlab.core.testing.fake;

import io.cloudlab.core.access.Caller;
import io.cloudlab.core.access.Denied;
import io.cloudlab.core.access.Permission;
import io.cloudlab.core.shared.NotFound;
import io.cloudlab.core.terminal.TerminalTarget;
import io.cloudlab.core.terminal.TerminalTargets;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Objects of the type {@code server}, on which {@link #SSH} allows terminals. */
public final class FakeTerminalTargets implements TerminalTargets {
    public static final Permission SSH = new Permission("inventory.server.ssh");

    private final Map<Long, TerminalTarget> targets = new ConcurrentHashMap<>();
    private final Set<String> closed = ConcurrentHashMap.newKeySet();

    /** Adds an object whose host has this name. */
    public FakeTerminalTargets server(long id, String host) {
        targets.put(id, new TerminalTarget(id, "server", "ssh", host, host, "203.0.113." + id, "object:" + id, null));
        return this;
    }

    /** From now on another object that stands for the host at this address refuses every connection. */
    public void close(String address) {
        closed.add(address);
    }

    public void remove(long id) {
        targets.remove(id);
    }

    @Override
    public TerminalTarget resolve(Caller caller, long objectId, @Nullable String action) {
        TerminalTarget target = targets.get(objectId);
        if (target == null) throw new NotFound("object");
        caller.require(SSH);
        if (action != null && !action.equals("ssh")) throw new NotFound("action");
        return target;
    }

    @Override
    public void requireHost(Caller caller, TerminalTarget target, @Nullable String address) {
        if (address != null && closed.contains(address)) throw new Denied(SSH);
    }

    @Override
    public void require(Caller caller, TerminalTarget target, @Nullable String address) {
        resolve(caller, target.objectId(), target.action());
        requireHost(caller, target, address);
    }
}
