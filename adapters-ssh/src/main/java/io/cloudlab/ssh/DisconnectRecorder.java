package io.cloudlab.ssh;

import net.schmizz.sshj.common.DisconnectReason;
import net.schmizz.sshj.transport.DisconnectListener;
import org.jspecify.annotations.Nullable;

/**
 * Why a connection has ended, as the thread that reads from it found out. A thread that is writing at that moment may learn
 * no more than that the socket is closed.
 */
final class DisconnectRecorder implements DisconnectListener {
    private static final String NOTHING_IN_COMMON = "Unable to reach a settlement";

    private volatile boolean overKeyExchange;

    @Override
    public void notifyDisconnect(DisconnectReason reason, @Nullable String message) {
        if (isOverKeyExchange(reason, message)) overKeyExchange = true;
    }

    /** Whether it was because no key exchange, or nothing else it has to agree upon, suits both. */
    boolean isOverKeyExchange() {
        return overKeyExchange;
    }

    static boolean isOverKeyExchange(@Nullable DisconnectReason reason, @Nullable String message) {
        return reason == DisconnectReason.KEY_EXCHANGE_FAILED
                || message != null && message.startsWith(NOTHING_IN_COMMON);
    }
}
