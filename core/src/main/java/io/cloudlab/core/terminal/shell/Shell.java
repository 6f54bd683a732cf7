package io.cloudlab.core.terminal.shell;

/** A shell that runs on a server. Thread-safe; every method may block while the server takes nothing. */
public interface Shell extends AutoCloseable {
    /** The key the server has proven to hold. */
    ServerKey serverKey();

    /** Does nothing once the shell has ended. */
    void write(byte[] bytes);

    /** Does nothing once the shell has ended. */
    void resize(WindowSize size);

    /** So many bytes of output have found their place; the server may send as many more. */
    void taken(int bytes);

    /** Ends the shell and the connection. Closing again changes nothing. */
    @Override
    void close();
}
