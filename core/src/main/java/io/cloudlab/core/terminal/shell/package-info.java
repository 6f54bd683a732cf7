/**
 * The port to remote shells: {@link io.cloudlab.core.terminal.shell.RemoteShell} connects with a login and a known host key, and
 * gives a {@link io.cloudlab.core.terminal.shell.Shell}.
 */
@NullMarked
package io.cloudlab.core.terminal.shell;

import org.jspecify.annotations.NullMarked;
