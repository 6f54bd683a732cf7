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
 * says without listening, and notices when nobody is there any more.
 */
abstract class Conversation implements FrameHandler, Sockets.Live {
    /** How long one frame may take to leave. */
    private static final long STALLED_MILLIS = TimeUnit.SECONDS.toMillis(60);

    private static final int TICKS_PER_PING = 20;
    private static final int TICKS_TO_ANSWER = 80;
    private static final int TICKS_TO_LEAVE = 2;

    private final Sockets sockets;
    private volatile @Nullable CoreSession wire;
    private volatile boolean sending;
    private volatile boolean over;
    private volatile int now;
    private volatile int heard;
    private volatile int deadline = Integer.MAX_VALUE;
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

    /** The same, for somebody who must not stay: what is on its way gets a moment, no more. */
    final void hangUp(ByteBuffer message, int code) {
        deadline = now + TICKS_TO_LEAVE;
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
        deadline = Integer.MAX_VALUE;
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
        heard = now;
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
        int tick = now + 1;
        now = tick;
        CoreSession session = wire;
        if (session == null) return;
        if (tick - heard > TICKS_TO_ANSWER || tick > deadline) session.abort();
        else if (!busy() && tick % TICKS_PER_PING == 0) session.sendFrame(new Frame(OpCode.PING), Callback.NOOP, false);
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
