package io.cloudlab.core.terminal.shell;

import org.jspecify.annotations.Nullable;

/** Opens shells on servers. Implementations are thread-safe. */
public interface RemoteShell extends AutoCloseable {
    /** Opens none. */
    RemoteShell NONE = (request, output) -> {
        throw new CannotConnect("no-remote-shell", "This server cannot open terminals.");
    };

    /**
     * What is to be opened.
     *
     * @param pinned the key the server must show, or null if any will do
     * @param unread how many bytes of output the server may send before {@link Shell#taken} allows it more
     */
    record Request(ShellLogin login, @Nullable ServerKey pinned, WindowSize size, int unread) {}

    /**
     * Connects, has the server prove who it is, signs in and starts the user's shell in a terminal of the kind
     * {@code xterm-256color}. Blocks, for less than 30 seconds in all.
     *
     * @throws HostKeyChanged if the server shows another key than the pinned one
     * @throws CannotConnect if it cannot be reached, offers only weak algorithms, refuses the login or breaks the rules
     */
    Shell open(Request request, ShellOutput output);

    @Override
    default void close() {}
}
