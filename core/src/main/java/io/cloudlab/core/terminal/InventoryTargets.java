package io.cloudlab.core.terminal;

import io.cloudlab.core.access.Caller;
import io.cloudlab.core.inventory.action.ActionTarget;
import io.cloudlab.core.inventory.action.ActionTargets;
import io.cloudlab.core.inventory.authority.HostAuthority;
import io.cloudlab.core.inventory.type.ActionType;
import io.cloudlab.core.shared.InvalidInput;
import io.cloudlab.core.shared.NotFound;
import io.cloudlab.core.terminal.shell.CannotConnect;
import io.cloudlab.core.terminal.shell.ShellLogin;
import io.cloudlab.core.terminal.shell.ShellUser;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Servers as objects of the inventory. Where an object is reached stand in the first of these fields that holds something:
 * {@code ssh_host}, {@code ip_address}, {@code hostname}; by {@code hostname} (else {@code name}) services know it. A type
 * may declare logins of its own: {@code ssh_key} (a private key, to be a secret), {@code ssh_user} and {@code ssh_port}.
 * {@code vultr_id} names the instance to which host keys are pinned.
 */
public final class InventoryTargets implements TerminalTargets {
    private final ActionTargets inventory;
    private final HostAuthority hosts;

    public InventoryTargets(ActionTargets inventory, HostAuthority hosts) {
        this.inventory = inventory;
        this.hosts = hosts;
    }

    @Override
    public TerminalTarget resolve(Caller caller, long objectId, @Nullable String action) {
        ActionTarget found = inventory.require(caller, objectId, action, ActionType.SSH);
        String address =
                found.field("ssh_host").or(() -> found.field("ip_address")).orElse(null);
        String host = found.field("hostname").orElse(address == null ? null : found.name());
        if (host == null) throw new NotFound("host");
        return new TerminalTarget(
                objectId,
                found.type().value(),
                found.action().name(),
                found.name(),
                host,
                address,
                Pins.of(objectId, found.type(), found.source(), found.field("vultr_id")),
                own(found, address == null ? host : address));
    }

    /** The object's own fields say where the terminal leads, so the objects the host is known as are asked as well. */
    @Override
    public void requireHost(Caller caller, TerminalTarget target, @Nullable String address) {
        hosts.require(caller, target.objectId(), hosts(target, address));
    }

    @Override
    public void require(Caller caller, TerminalTarget target, @Nullable String address) {
        inventory.require(caller, target.objectId(), target.action(), ActionType.SSH);
        hosts.requireAuthorized(caller, target.objectId(), hosts(target, address));
    }

    private static Set<String> hosts(TerminalTarget target, @Nullable String address) {
        return address == null ? Set.of(target.host()) : new HashSet<>(List.of(target.host(), address));
    }

    private static @Nullable ShellLogin own(ActionTarget found, String address) {
        String key = found.field("ssh_key").orElse(null);
        if (key == null) return null;
        try {
            return new ShellLogin(
                    address,
                    found.field("ssh_port").map(InventoryTargets::port).orElse(ShellLogin.USUAL_PORT),
                    found.field("ssh_user").map(ShellUser::new).orElse(ShellUser.ROOT),
                    key.getBytes(StandardCharsets.UTF_8));
        } catch (InvalidInput e) {
            throw new CannotConnect("bad-login", "The object's own login cannot be used: " + e.detail());
        }
    }

    private static int port(String text) {
        try {
            int port = Integer.parseInt(text);
            if (port > 0 && port < 65_536) return port;
        } catch (NumberFormatException e) {
            // said below
        }
        throw new InvalidInput("ssh_port", "must lie between 1 and 65535");
    }
}
