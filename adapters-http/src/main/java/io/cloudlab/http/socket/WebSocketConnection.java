package io.cloudlab.http.socket;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.websocket.core.CloseStatus;
import org.eclipse.jetty.websocket.core.CoreSession;
import org.eclipse.jetty.websocket.core.Frame;
import org.eclipse.jetty.websocket.core.FrameHandler;
import org.eclipse.jetty.websocket.core.OpCode;
import org.eclipse.jetty.websocket.core.OutgoingEntry;
import org.jspecify.annotations.Nullable;

/**
 * One side of a WebSocket: sends one message at a time without blocking, gives up on those who do not take what they are
 * sent, and takes what the other side says one message after the other, or without listening.
 */
public abstract class WebSocketConnection implements FrameHandler, Sockets.Live {
    /** How long one message may take to leave. */
    private static final long STALLED_MILLIS = TimeUnit.SECONDS.toMillis(60);

    /** Often enough for proxies that close quiet connections, and for the idle timeout. */
    private static final long BETWEEN_PINGS = TimeUnit.SECONDS.toNanos(20);

    /** A message may come in so many parts. */
    private static final int MAX_FRAMES = 1_000;

    private static final long TIME_TO_LEAVE = TimeUnit.SECONDS.toNanos(1);

    /** Bytes. More than fits into the buffers of a client that reads nothing. */
    private static final long SURELY_READ = 2 << 20;

    private final Sockets sockets;
    private Runnable whenRead = () -> {};
    private long sentBytes;
    private volatile @Nullable CoreSession wire;
    private volatile boolean sending;
    private volatile boolean over;
    private volatile boolean closing;
    private volatile long mustLeaveFrom;
    private volatile boolean mustLeave;
    private long pingedAt = System.nanoTime();
    private final ByteArrayOutputStream message = new ByteArrayOutputStream(0);
    private int messageBytes;
    private int messageFrames;
    private boolean isText;
    private final AtomicBoolean paused = new AtomicBoolean();

    public WebSocketConnection(Sockets sockets) {
        this.sockets = sockets;
    }

    /** @param reading run once, when the other side has taken so much that it surely reads */
    final void whenRead(Runnable reading) {
        whenRead = reading;
    }

    /** Called when there may be something to say: at the start, after each message that has left, and every second. */
    protected abstract void wake();

    /** Called once, when nothing can be said any more. */
    protected abstract void ended();

    /**
     * Called with each text message that has come, by a thread that must not be kept.
     *
     * @return false if nothing more is to be taken until {@link #resumeReading}
     */
    protected boolean onMessage(byte[] text) {
        return true;
    }

    /** Goes on taking what the other side says. */
    final void resumeReading() {
        CoreSession session = wire;
        if (paused.compareAndSet(true, false) && session != null) session.demand();
    }

    /** Whether a message is on its way, or none can be sent any more. */
    protected final boolean busy() {
        return sending || over;
    }

    final boolean isOver() {
        return over;
    }

    /** Sends a text message; {@link #wake} follows. Not while {@link #busy}. */
    public final void send(ByteBuffer message) {
        sending = true;
        boolean read = sentBytes >= SURELY_READ;
        sentBytes += message.remaining();
        if (!read && sentBytes >= SURELY_READ) whenRead.run();
        transmit(message, () -> {
            sending = false;
            wake();
        });
    }

    /** Sends the last message behind what is on its way, then closes. */
    public final void sendLast(ByteBuffer message, int code) {
        over = true;
        transmit(message, () -> close(code));
    }

    /** The same, for a client that must not stay: it gets a moment to read the message, no more. */
    public final void close(ByteBuffer message, int code) {
        mustLeaveFrom = System.nanoTime();
        mustLeave = true;
        sendLast(message, code);
    }

    /** Closes behind what is on its way. */
    public final void finish(int code) {
        over = true;
        close(code);
    }

    private void transmit(ByteBuffer message, Runnable then) {
        CoreSession session = wire;
        if (session == null) return;
        Callback sent = Callback.from(then, failed -> {
            // One that came behind the close could not be sent, but what goes before it, and the close, still can.
            if (!closing || !(failed instanceof ClosedChannelException)) session.abort();
        });
        session.sendFrame(new OutgoingEntry.Builder(new Frame(OpCode.TEXT, message.duplicate()), sent)
                .frameTimeout(STALLED_MILLIS)
                .build());
    }

    private void close(int code) {
        CoreSession session = wire;
        closing = true;
        if (session != null) session.close(code, null, Callback.NOOP);
    }

    @Override
    public final void onOpen(CoreSession session, Callback callback) {
        wire = session;
        boolean serving = sockets.opened(this);
        callback.succeeded();
        if (!serving) {
            restart(() -> {});
            return;
        }
        session.demand();
        wake();
    }

    @Override
    public final void onFrame(Frame frame, Callback callback) {
        CoreSession session = wire;
        boolean more = true;
        if (frame.isDataFrame()) {
            messageBytes += frame.getPayloadLength();
            if (messageBytes > Sockets.MAX_BYTES || ++messageFrames > MAX_FRAMES) {
                over = true;
                callback.succeeded();
                close(CloseStatus.MESSAGE_TOO_LARGE);
                return;
            }
            more = take(frame);
        }
        callback.succeeded();
        if (session == null || frame.getOpCode() == OpCode.CLOSE) return;
        if (more) {
            session.demand();
        } else {
            paused.set(true);
            wake(); // what it was to wait for may be there already
        }
    }

    private boolean take(Frame frame) {
        if (frame.getOpCode() != OpCode.CONTINUATION) isText = frame.getOpCode() == OpCode.TEXT;
        if (isText && !over) {
            byte[] payload = BufferUtil.toArray(frame.getPayload());
            message.writeBytes(payload);
        }
        if (!frame.isFin()) return true;
        byte[] whole = message.toByteArray();
        message.reset();
        messageBytes = 0;
        messageFrames = 0;
        return !isText || over || onMessage(whole);
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
        closing = true;
        if (session == null) return;
        session.close(CloseStatus.SERVICE_RESTART, null, Callback.from(done));
    }
}
