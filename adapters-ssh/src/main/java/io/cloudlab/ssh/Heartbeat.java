package io.cloudlab.ssh;

import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import net.schmizz.concurrent.Promise;
import net.schmizz.sshj.common.SSHPacket;
import net.schmizz.sshj.connection.Connection;
import net.schmizz.sshj.connection.ConnectionException;
import net.schmizz.sshj.transport.TransportException;
import org.jspecify.annotations.Nullable;

/**
 * Asks a server now and then whether it is still there, and gives up when it has not answered for too long. All connections
 * share the thread that beats; the library's own way costs one for each. Asking is left to others, since a server that
 * takes nothing keeps them.
 */
final class Heartbeat implements Runnable {
    private static final String QUESTION = "keepalive@openssh.com";

    /** So many beats without an answer. */
    private static final int UNANSWERED = 3;

    private final Connection connection;
    private final Executor askers;
    private final Runnable giveUp;
    private volatile boolean asking;
    private volatile @Nullable Promise<SSHPacket, ConnectionException> asked;
    private int unanswered;

    /** @param giveUp may be kept waiting by the connection */
    Heartbeat(Connection connection, Executor askers, Runnable giveUp) {
        this.connection = connection;
        this.askers = askers;
        this.giveUp = giveUp;
    }

    /** One beat; returns at once. Not by two threads at a time. */
    @Override
    public void run() {
        Promise<SSHPacket, ConnectionException> last = asked;
        boolean waiting = asking || last != null && !isAnswered(last);
        unanswered = waiting ? unanswered + 1 : 0;
        try {
            if (unanswered >= UNANSWERED) {
                askers.execute(giveUp);
            } else if (!waiting) {
                asking = true;
                askers.execute(this::ask);
            }
        } catch (RejectedExecutionException e) {
            // the connections are ended as well
        }
    }

    /** A refusal, which is usual, is an answer too. */
    private static boolean isAnswered(Promise<SSHPacket, ConnectionException> promise) {
        return promise.isDelivered() || promise.inError();
    }

    private void ask() {
        try {
            asked = connection.sendGlobalRequest(QUESTION, true, new byte[0]);
        } catch (TransportException e) {
            // the reader of the output is told
        } finally {
            asking = false;
        }
    }
}
