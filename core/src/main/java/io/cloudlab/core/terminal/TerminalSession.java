package io.cloudlab.core.terminal;

import io.cloudlab.core.access.Caller;
import io.cloudlab.core.terminal.TerminalEnd.Cause;
import io.cloudlab.core.terminal.shell.Shell;
import io.cloudlab.core.terminal.shell.ShellInput;
import io.cloudlab.core.terminal.shell.ShellOutput;
import io.cloudlab.core.terminal.shell.Utf8End;
import io.cloudlab.core.terminal.shell.WindowSize;
import java.util.concurrent.Executor;
import java.util.function.BiConsumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One shell, what it printed last, and who looks at it. Nothing here blocks. Thread-safe.
 *
 * <p>The server may send {@link #UNREAD} bytes that are not read yet: a viewer that does not read stops the server
 * there. While there is no viewer, what is printed counts as read. Since a viewer that comes back is shown at most {@link
 * #REPLAYED} bytes, what it has not read yet always fits.
 */
final class TerminalSession implements ShellOutput {
    static final int UNREAD = 128 * 1024;
    static final int REPLAYED = 256 * 1024;

    private final TerminalInfo info;
    private final LongSupplier nanos;
    private final BiConsumer<TerminalSession, TerminalEnd> onEnd;
    private final ShellInput input;
    private final Scrollback printed = new Scrollback(UNREAD + REPLAYED);
    private final long openedNanos;
    private Caller caller;
    private Supplier<Caller> again;
    private final @Nullable String onlyHost;
    private @Nullable Shell shell;
    private @Nullable TerminalView view;
    private @Nullable TerminalEnd end;
    private long takenUpTo;
    private long activeNanos;
    private long leftNanos;

    /**
     * @param info with the user in place of the login's own
     * @param onlyHost the address, if it leads to one host alone
     * @param onEnd is told once; it may be called by any thread
     */
    TerminalSession(
            TerminalInfo info,
            @Nullable String onlyHost,
            Caller caller,
            Supplier<Caller> again,
            Executor workers,
            LongSupplier nanos,
            BiConsumer<TerminalSession, TerminalEnd> onEnd) {
        this.info = info;
        this.onlyHost = onlyHost;
        this.caller = caller;
        this.again = again;
        this.nanos = nanos;
        this.onEnd = onEnd;
        this.input = new ShellInput(workers, UNREAD / 4, this::wake);
        this.openedNanos = nanos.getAsLong();
        this.activeNanos = openedNanos;
        this.leftNanos = openedNanos;
    }

    String id() {
        return info.id();
    }

    @Nullable
    String onlyHost() {
        return onlyHost;
    }

    TerminalTarget target() {
        return info.target();
    }

    synchronized TerminalInfo info() {
        return new TerminalInfo(
                info.id(),
                info.target(),
                info.address(),
                info.user(),
                info.defaultUser(),
                info.ownerId(),
                info.owner(),
                info.openedAt(),
                view != null);
    }

    /** Who has opened it, or come back to it last. */
    synchronized Caller caller() {
        return caller;
    }

    /** Tells who that is now. */
    synchronized Supplier<Caller> again() {
        return again;
    }

    synchronized boolean isConnected() {
        return shell != null && end == null;
    }

    synchronized void connect(Shell opened) {
        shell = opened;
        input.connect(opened);
    }

    /** How it has ended, or null while it goes on. */
    synchronized @Nullable TerminalEnd end() {
        return end;
    }

    synchronized @Nullable Shell shell() {
        return shell;
    }

    /** Takes the place of the former view. */
    TerminalView attach(Caller who, Supplier<Caller> whoAgain, Runnable wake) {
        TerminalView former;
        TerminalView attached;
        synchronized (this) {
            former = view;
            caller = who;
            again = whoAgain;
            attached = new TerminalView(this, wake, printed.replayFrom(REPLAYED));
            view = attached;
        }
        if (former != null) former.wake();
        return attached;
    }

    synchronized void detach(TerminalView leaving) {
        if (leaving != view) return;
        view = null;
        leftNanos = nanos.getAsLong();
        taken(printed.end());
    }

    synchronized int read(TerminalView reader, byte[] into) {
        if (reader != view || isOverFor(end)) return 0;
        int length = printed.read(reader.position(), into);
        boolean more = end == null || reader.position() + length < printed.end();
        if (more) length = Utf8End.of(into, length);
        reader.advance(length);
        taken(reader.position());
        return length;
    }

    /** @return null while there may be more to read */
    synchronized @Nullable TerminalEnd endFor(TerminalView reader) {
        if (isOverFor(end)) return end;
        if (reader != view) return TerminalEnd.of(Cause.TAKEN_OVER);
        return reader.position() == printed.end() ? end : null;
    }

    /** Where the server itself has ended it, its last words are still to be read. */
    private static boolean isOverFor(@Nullable TerminalEnd end) {
        return end != null && end.cause() != Cause.EXITED && end.cause() != Cause.CONNECTION_LOST;
    }

    synchronized boolean type(TerminalView typist, byte[] bytes) {
        if (typist != view || end != null) return true;
        activeNanos = nanos.getAsLong();
        return input.type(bytes);
    }

    boolean hasRoom() {
        return input.hasRoom();
    }

    synchronized void resize(TerminalView typist, WindowSize size) {
        if (typist == view && end == null) input.resize(size);
    }

    @Override
    public void output(byte[] bytes, int from, int length) {
        synchronized (this) {
            printed.append(bytes, from, length);
            activeNanos = nanos.getAsLong();
            if (view == null) taken(printed.end());
        }
        wake();
    }

    @Override
    public void ended(@Nullable Integer exitCode, boolean orderly) {
        end(new TerminalEnd(orderly ? Cause.EXITED : Cause.CONNECTION_LOST, exitCode));
    }

    /** Only the first end counts. */
    void end(TerminalEnd how) {
        synchronized (this) {
            if (end != null) return;
            end = how;
            input.close();
        }
        wake();
        onEnd.accept(this, how);
    }

    /** Whether it has been open, idle or left alone for too long. */
    synchronized @Nullable Cause overdue(TerminalLimits limits) {
        long now = nanos.getAsLong();
        if (now - openedNanos >= limits.longest().toNanos()) return Cause.TOO_LONG;
        if (now - activeNanos >= limits.idle().toNanos()) return Cause.IDLE;
        boolean left = view == null && shell != null;
        return left && now - leftNanos >= limits.kept().toNanos() ? Cause.ABANDONED : null;
    }

    /** Since it was opened, in seconds. */
    long age() {
        return (nanos.getAsLong() - openedNanos) / 1_000_000_000;
    }

    /** Not with the lock held: the viewer may read at once. */
    private void wake() {
        TerminalView reader;
        synchronized (this) {
            reader = view;
        }
        if (reader != null) reader.wake();
    }

    private void taken(long upTo) {
        if (upTo <= takenUpTo) return;
        input.taken((int) (upTo - takenUpTo));
        takenUpTo = upTo;
    }
}
