package io.cloudlab.core.terminal;

import io.cloudlab.core.terminal.shell.ShellUser;
import io.cloudlab.core.terminal.shell.WindowSize;
import org.jspecify.annotations.Nullable;

/**
 * A terminal that is wanted.
 *
 * @param action the name of an action of the kind {@code ssh}; null for the first such action of the object's type
 * @param user the login to use; null for the default one
 */
public record OpenTerminal(
        long objectId, @Nullable String action, @Nullable ShellUser user, WindowSize size) {}
