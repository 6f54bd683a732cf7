package io.cloudlab.core.terminal.shell;

import org.jspecify.annotations.Nullable;

/** Takes what a shell prints. Its methods are called by one thread at a time and return at once. */
public interface ShellOutput {
    /** The array is the caller's again when this returns. */
    void output(byte[] bytes, int from, int length);

    /**
     * Called once, after all output.
     *
     * @param exitCode what the shell ended with, or null if the connection broke or it was ended by a signal
     * @param orderly whether the server closed the shell, rather than the connection breaking
     */
    void ended(@Nullable Integer exitCode, boolean orderly);
}
