package io.cloudlab.ssh;

import io.cloudlab.core.terminal.shell.CannotConnect;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.concurrent.TimeoutException;
import net.schmizz.sshj.common.DisconnectReason;
import net.schmizz.sshj.common.SSHException;
import net.schmizz.sshj.userauth.UserAuthException;

/** Says what went wrong with a connection, in words of our own: what a server says is not passed on. */
final class Failures {
    private Failures() {}

    static CannotConnect unreachable() {
        return new CannotConnect("unreachable", "The server cannot be reached.");
    }

    /** @param late whether the time was over */
    static CannotConnect of(
            Throwable failure, boolean late, ExpectedKey key, GuardedSocket socket, DisconnectRecorder farewell) {
        if (failure instanceof CannotConnect known) return known;
        if (socket.isOverrun())
            return new CannotConnect("not-ssh", "The server said too much before it let anybody in.");
        if (late || has(failure, SocketTimeoutException.class) || has(failure, TimeoutException.class))
            return new CannotConnect("timeout", "The server did not answer in time.");
        if (key.isWeak() || farewell.isOverKeyExchange() || isWeak(failure))
            return new CannotConnect(
                    "weak-server", "The server offers only algorithms that are too weak, or no strict key exchange.");
        if (has(failure, UserAuthException.class))
            return new CannotConnect("login-refused", "The server does not let this user in with the key there is.");
        if (has(failure, ConnectException.class)
                || has(failure, UnknownHostException.class)
                || has(failure, NoRouteToHostException.class)) return unreachable();
        return new CannotConnect("connection-failed", "The server broke off before the terminal was open.");
    }

    private static boolean isWeak(Throwable failure) {
        for (Throwable each = failure; each != null; each = each.getCause()) {
            if (each instanceof WeakServer) return true;
            DisconnectReason reason = each instanceof SSHException ssh ? ssh.getDisconnectReason() : null;
            if (DisconnectRecorder.isOverKeyExchange(reason, each.getMessage())) return true;
        }
        return false;
    }

    private static boolean has(Throwable failure, Class<? extends Throwable> type) {
        for (Throwable each = failure; each != null; each = each.getCause()) if (type.isInstance(each)) return true;
        return false;
    }
}
