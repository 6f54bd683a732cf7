/**
 * Terminals in the browser: opening, resuming and ending shells on hosts, and the host keys by which these are known.
 *
 * <p>A key takes this way: the adapter calls {@code TerminalSession} with the client's bytes, the shell answers through
 * {@code shell.ShellOutput}, and a bounded buffer keeps what a client that is away has missed.
 */
@NullMarked
package io.cloudlab.core.terminal;

import org.jspecify.annotations.NullMarked;
