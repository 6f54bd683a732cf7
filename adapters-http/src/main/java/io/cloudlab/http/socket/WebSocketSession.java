package io.cloudlab.http.socket;

import io.cloudlab.core.access.Caller;
import io.cloudlab.core.identity.session.Session;
import io.cloudlab.core.shared.CloudLabException;
import io.cloudlab.core.shared.ErrorKind;
import io.cloudlab.core.terminal.shell.CannotConnect;
import io.cloudlab.http.error.Problem;
import io.cloudlab.http.error.Problems;
import io.cloudlab.http.security.Budgets;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One WebSocket session; sends the stream's frames in order. The next frame is made only when the one before has left, so
 * a client that does not read costs one buffer and nothing else.
 */
public final class WebSocketSession extends WebSocketConnection {
    /** After so many frames other viewers get their turn. */
    private static final int TURN = 16;

    /** With the time permissions are kept, and the time to leave, well under 5 seconds. */
    private static final long BETWEEN_CHECKS = TimeUnit.MILLISECONDS.toNanos(900);

    private static final int CANNOT_CONNECT = 1008;

    private final SocketCall call;
    private final SocketAuth auth;
    private final Opening opening;
    private final SerialTask turns;
    private volatile Executor executor;
    private volatile @Nullable SocketStream topic;
    private volatile boolean known;
    private volatile Budgets.Held place = Budgets.Held.NOTHING;
    private volatile byte @Nullable [] early;

    // What follows is touched by one thread at a time: the one that runs the serial task.
    private @Nullable Supplier<Caller> who;
    private long checkedAt;

    /** Decides what it is about. */
    public interface Opening {
        /**
         * Called once, by a thread that must not be kept: {@link WebSocketSession#begin} may follow later.
         *
         * @param again tells who the caller is from then on, and throws when they are no longer signed in
         */
        void open(WebSocketSession viewer, Caller caller, Supplier<Caller> again);
    }

    /** @param executor on which the client is recognised and its stream is opened */
    public WebSocketSession(SocketCall call, SocketAuth auth, Sockets sockets, Executor executor, Opening opening) {
        super(sockets);
        this.call = call;
        this.auth = auth;
        this.executor = executor;
        this.opening = opening;
        this.turns = new SerialTask(task -> this.executor.execute(task), this::talk);
    }

    /** What the client has asked for. */
    public SocketCall call() {
        return call;
    }

    @Override
    public void wake() {
        turns.wake();
    }

    /** As {@link #wake}, for a thread that holds no lock: it says what there is to say itself. */
    public void wakeHere() {
        if (topic == null) wake(); // finding out who they are takes its time
        else turns.wakeHere();
    }

    /** From now on it is about this; by any thread. */
    public void begin(SocketStream begun) {
        topic = begun;
        executor = begun.executor();
        if (isOver()) begun.ended();
        wake();
    }

    /** @return false if there is more to say, but others have waited long enough */
    private boolean talk() {
        try {
            if (isOver()) return true;
            if (who == null) open();
            SocketStream current = topic;
            hearWhatCameEarly(current);
            if (current == null || current.listens()) resumeReading();
            if (current == null) return true;
            checkStillAllowed(current);
            for (int frames = 0; frames < TURN; frames++) {
                if (busy() || !current.sendNext(this)) return true;
            }
            return false;
        } catch (RuntimeException e) {
            refuse(e);
            return true;
        } catch (Error e) {
            refuse(new IllegalStateException("a viewer cannot be served", e));
            return true;
        }
    }

    /** A client that is not recognised yet cannot keep a thread waiting. */
    private void open() {
        Session begun = auth.session(call);
        Supplier<Caller> again = () -> auth.caller(begun, call);
        Caller caller = again.get();
        place = auth.place(caller);
        if (isOver()) place.close(); // the other side may have gone before there was a place to give back
        who = again;
        checkedAt = System.nanoTime();
        opening.open(this, caller, again);
        known = true;
    }

    private void hearWhatCameEarly(@Nullable SocketStream current) {
        byte[] message = early;
        if (message == null) return;
        early = null;
        if (current != null) current.onMessage(message);
    }

    private void checkStillAllowed(SocketStream current) {
        long now = System.nanoTime();
        Supplier<Caller> again = who;
        if (again == null || now - checkedAt < BETWEEN_CHECKS) return;
        checkedAt = now;
        try {
            current.requireAuthorized(again);
        } catch (CloudLabException e) {
            if (e.kind() != ErrorKind.UNAVAILABLE) throw e; // else it is not known now; ask again later
        }
    }

    /** Says what went wrong, and hangs up; by any thread. */
    public void refuse(RuntimeException failure) {
        Problem problem = Problems.of(failure);
        boolean cannot = failure instanceof CannotConnect || problem.status() == 429;
        close(Frames.error(problem.detail()), cannot ? CANNOT_CONNECT : Frames.closeCode(problem));
    }

    @Override
    protected boolean onMessage(byte[] message) {
        if (!known) {
            early = message; // it may be what the client asks for
            return false;
        }
        SocketStream current = topic;
        return current == null || current.onMessage(message);
    }

    @Override
    protected void ended() {
        place.close();
        SocketStream current = topic;
        if (current != null) current.ended();
    }
}
