package io.cloudlab.ssh;

import net.schmizz.sshj.common.DisconnectReason;
import net.schmizz.sshj.transport.TransportException;

/** The server does not offer what is demanded of it. */
final class WeakServer extends TransportException {
    private static final long serialVersionUID = 1L;

    WeakServer(String message) {
        super(DisconnectReason.KEY_EXCHANGE_FAILED, message);
    }
}
