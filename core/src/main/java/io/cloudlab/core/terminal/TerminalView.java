package io.cloudlab.core.terminal;

import io.cloudlab.core.terminal.shell.WindowSize;
import java.util.Optional;

/**
 * A client's view of a terminal: what it reads and types. There is one for each terminal; a new one takes the former
 * one's place. Closing it leaves the shell running for a while. Nothing here blocks. Thread-safe.
 */
public final class TerminalView implements AutoCloseable {
    private final TerminalSession session;
    private final Runnable wake;
    private long position;

    TerminalView(TerminalSession session, Runnable wake, long position) {
        this.session = session;
        this.wake = wake;
        this.position = position;
    }

    public TerminalInfo terminal() {
        return session.info();
    }

    /**
     * The next output, at most as much as fits, cut between characters of UTF-8. To a client that has come back, the last
     * lines that it may have seen already are shown first.
     *
     * @param into at least a few bytes
     * @return how many bytes there were; 0 if there is nothing now, and {@code wake} is called when there may be
     */
    public int read(byte[] into) {
        return session.read(this, into);
    }

    /** How the terminal, or this view of it, has ended, once all output has been read. */
    public Optional<TerminalEnd> end() {
        return Optional.ofNullable(session.endFor(this));
    }

    /**
     * @param bytes belongs to the terminal from now on
     * @return whether there is room for more; if not, wait until {@link #hasRoom}, of which {@code wake} tells
     */
    public boolean type(byte[] bytes) {
        return session.type(this, bytes);
    }

    public boolean hasRoom() {
        return session.hasRoom();
    }

    public void resize(WindowSize size) {
        session.resize(this, size);
    }

    @Override
    public void close() {
        session.detach(this);
    }

    void wake() {
        wake.run();
    }

    long position() {
        return position;
    }

    void advance(int bytes) {
        position += bytes;
    }
}
