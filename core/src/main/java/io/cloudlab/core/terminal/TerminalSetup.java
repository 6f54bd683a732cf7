package io.cloudlab.core.terminal;

import io.cloudlab.core.terminal.shell.RemoteShell;
import io.cloudlab.core.terminal.shell.ShellLogins;
import org.jspecify.annotations.Nullable;

/**
 * What terminals need beside the stores: how shells are opened, and with which logins.
 *
 * @param targets the servers, for those who keep an inventory of their own; null for those of the system's inventory
 */
public record TerminalSetup(
        RemoteShell remoteShell,
        ShellLogins logins,
        TerminalLimits limits,
        @Nullable TerminalTargets targets) {
    /** No terminals. */
    public static final TerminalSetup NONE =
            new TerminalSetup(RemoteShell.NONE, ShellLogins.NONE, TerminalLimits.DEFAULT, null);
}
