package io.cloudlab.http.api.terminals;

import io.cloudlab.core.terminal.TerminalEnd;
import io.cloudlab.core.terminal.TerminalView;
import io.cloudlab.http.socket.Frames;
import io.cloudlab.http.socket.SocketStream;
import io.cloudlab.http.socket.WebSocketSession;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A terminal. While the viewer takes no frames nothing is read from the shell, and while the shell takes nothing, nothing
 * is read from it. That the caller is still permitted is checked where the terminal is.
 */
public final class TerminalStream implements SocketStream {
    private static final int FINISHED = 1000;
    private static final int CANNOT_CONNECT = 1008;

    /** What is read at once: a frame's worth, most characters costing a byte. */
    private static final int CHUNK = 48 * 1024;

    private static final ThreadLocal<byte[]> ROOM = ThreadLocal.withInitial(() -> new byte[CHUNK]);

    private final TerminalView view;
    private final boolean resumed;
    private final Executor executor;
    private final TerminalInput input;
    private final Runnable neverConnected;
    private final AtomicBoolean greeted = new AtomicBoolean();

    /** @param neverConnected run if the connection ends before the client was told the terminal's id; must not block */
    public TerminalStream(TerminalView view, boolean resumed, Executor executor, Runnable neverConnected) {
        this.view = view;
        this.resumed = resumed;
        this.executor = executor;
        this.neverConnected = neverConnected;
        this.input = new TerminalInput(view::type, view::resize);
    }

    @Override
    public Executor executor() {
        return executor;
    }

    @Override
    public boolean sendNext(WebSocketSession viewer) {
        if (greeted.compareAndSet(false, true)) {
            viewer.send(TerminalFrames.connected(view.terminal(), resumed));
            return true;
        }
        byte[] chunk = ROOM.get();
        int length = view.read(chunk);
        if (length > 0) {
            viewer.send(TerminalFrames.output(chunk, length));
            return true;
        }
        view.end().ifPresent(end -> sayGoodbye(viewer, end));
        return false;
    }

    private static void sayGoodbye(WebSocketSession viewer, TerminalEnd end) {
        String sentence = end.cause().sentence();
        switch (end.cause()) {
            case EXITED -> viewer.finish(FINISHED);
            case IDLE, TOO_LONG, ABANDONED, CLOSED, TAKEN_OVER -> viewer.sendLast(Frames.error(sentence), FINISHED);
            case CONNECTION_LOST, NOT_OPENED -> viewer.sendLast(Frames.error(sentence), CANNOT_CONNECT);
            case SERVER_STOPS -> viewer.sendLast(Frames.error(sentence), 1012);
            case SIGNED_OUT -> viewer.close(Frames.error(sentence), 4001);
            case FORBIDDEN -> viewer.close(Frames.error(sentence), 4003);
        }
    }

    @Override
    public boolean onMessage(byte[] message) {
        input.take(message);
        return view.hasRoom();
    }

    @Override
    public boolean listens() {
        return view.hasRoom();
    }

    @Override
    public void ended() {
        view.close();
        if (greeted.compareAndSet(false, true)) neverConnected.run();
    }
}
