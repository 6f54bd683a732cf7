package io.cloudlab.http;

import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.websocket.core.CloseStatus;
import org.eclipse.jetty.websocket.core.CoreSession;
import org.eclipse.jetty.websocket.core.Frame;
import org.eclipse.jetty.websocket.core.FrameHandler;
import org.eclipse.jetty.websocket.core.OpCode;
import org.eclipse.jetty.websocket.core.OutgoingEntry;
import org.jspecify.annotations.Nullable;

/**
 * One side of a WebSocket that mostly talks: sends one message at a time without blocking, takes what the other side
 * says without listening, and gives up on those who do not take what they are sent.
 */
abstract class Conversation implements FrameHandler, Sockets.Live {
    /** How long one message may take to leave. */
    private static final long STALLED_MILLIS = TimeUnit.SECONDS.toMillis(60);

    /** Often enough for whatever stands between and closes quiet connections; the own idle timeout included. */
    private static final long BETWEEN_PINGS = TimeUnit.SECONDS.toNanos(20);

    private static final long TIME_TO_LEAVE = TimeUnit.SECONDS.toNanos(1);

    private final Sockets sockets;
    private volatile @Nullable CoreSession wire;
    private volatile boolean sending;
    private volatile boolean over;
    private volatile long mustLeaveFrom;
    private volatile boolean mustLeave;
    private long pingedAt = System.nanoTime();
    private int messageBytes;

    Conversation(Sockets sockets) {
        this.sockets = sockets;
    }

    /** Called when there may be something to say: at the start, after each message that has left, and every second. */
    abstract void wake();

    /** Called once, when nothing can be said any more. */
    abstract void ended();

    /** Whether a message is on its way, or none can be sent any more. */
    final boolean busy() {
        return sending || over;
    }

    final boolean isOver() {
        return over;
    }

    /** Sends a text message; {@link #wake} follows. Not while {@link #busy}. */
    final void send(ByteBuffer message) {
        sending = true;
        transmit(message, () -> {
            sending = false;
            wake();
        });
    }

    /** Sends the last message behind what is on its way, then closes. */
    final void sendLast(ByteBuffer message, int code) {
        over = true;
        transmit(message, () -> close(code));
    }

    /** The same, for somebody who must not stay: he gets a moment to take it, no more. */
    final void hangUp(ByteBuffer message, int code) {
        mustLeaveFrom = System.nanoTime();
        mustLeave = true;
        sendLast(message, code);
    }

    private void transmit(ByteBuffer message, Runnable then) {
        CoreSession session = wire;
        if (session == null) return;
        Callback sent = Callback.from(then, failed -> session.abort());
        session.sendFrame(new OutgoingEntry.Builder(new Frame(OpCode.TEXT, message.duplicate()), sent)
                .frameTimeout(STALLED_MILLIS)
                .build());
    }

    private void close(int code) {
        CoreSession session = wire;
        if (session != null) session.close(code, null, Callback.NOOP);
    }

    @Override
    public final void onOpen(CoreSession session, Callback callback) {
        wire = session;
        sockets.opened(this);
        callback.succeeded();
        session.demand();
        wake();
    }

    @Override
    public final void onFrame(Frame frame, Callback callback) {
        CoreSession session = wire;
        if (frame.isDataFrame()) {
            messageBytes += frame.getPayloadLength();
            boolean tooLarge = messageBytes > Sockets.MOST_BYTES;
            if (frame.isFin()) messageBytes = 0;
            if (tooLarge) {
                over = true;
                callback.succeeded();
                close(CloseStatus.MESSAGE_TOO_LARGE);
                return;
            }
        }
        callback.succeeded();
        if (session != null && frame.getOpCode() != OpCode.CLOSE) session.demand();
    }

    @Override
    public final void onError(Throwable cause, Callback callback) {
        callback.succeeded();
    }

    @Override
    public final void onClosed(CloseStatus status, Callback callback) {
        over = true;
        sockets.closed(this);
        try {
            ended();
        } finally {
            callback.succeeded();
        }
    }

    @Override
    public final void tick() {
        CoreSession session = wire;
        if (session == null) return;
        long now = System.nanoTime();
        if (mustLeave && now - mustLeaveFrom > TIME_TO_LEAVE) {
            session.abort();
        } else if (!busy() && now - pingedAt > BETWEEN_PINGS) {
            pingedAt = now;
            session.sendFrame(new Frame(OpCode.PING), Callback.NOOP, false);
        }
        if (!over) wake();
    }

    @Override
    public final void restart(Runnable done) {
        over = true;
        CoreSession session = wire;
        if (session == null) return;
        session.close(CloseStatus.SERVICE_RESTART, null, Callback.from(done));
    }
}
