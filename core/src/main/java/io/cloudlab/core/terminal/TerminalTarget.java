package io.cloudlab.core.terminal;

import io.cloudlab.core.terminal.shell.ShellLogin;
import org.jspecify.annotations.Nullable;

/**
 * The server behind an inventory object.
 *
 * @param type the slug of the object's type
 * @param action the name of the action that opens the terminal
 * @param name the object's name
 * @param host the server's name, by which services know it
 * @param address the server's address as far as the inventory knows it
 * @param pin what its host key is pinned to: the instance if there is one, else the object
 * @param own the login the object itself holds, or null
 */
public record TerminalTarget(
        long objectId,
        String type,
        String action,
        String name,
        String host,
        @Nullable String address,
        String pin,
        @Nullable ShellLogin own) {
    /** The name of what is done, for the audit trail: {@code inventory.server.ssh}. */
    String auditAction() {
        return "inventory." + type + "." + action;
    }

    String resource() {
        return "inventory/" + type + "/" + objectId;
    }
}
