package io.cloudlab.http.socket;

import io.cloudlab.core.access.Caller;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/**
 * What is exchanged on a WebSocket, once the client is known. Unless it says otherwise, a
 * method is called by one thread at a time, and must not keep it.
 */
public interface SocketStream {
    /** Where the viewer's turns are taken. */
    Executor executor();

    /**
     * Says the next thing, while the viewer is not busy.
     *
     * @return false if there is nothing to say now; the viewer is woken when there may be
     */
    boolean sendNext(WebSocketSession viewer);

    /** As {@link WebSocketConnection#onMessage}, by any thread. */
    default boolean onMessage(byte[] message) {
        return true;
    }

    /** Whether it takes what the viewer says. */
    default boolean listens() {
        return true;
    }

    /**
     * Called about every second, to throw what the client is told if it may not go on. Does nothing where other code checks
     * that.
     *
     * @param again tells who the caller is now, and throws when they are no longer signed in
     */
    default void requireAuthorized(Supplier<Caller> again) {}

    /** Nothing can be said any more; called by any thread, possibly more than once. */
    void ended();
}
