package io.cloudlab.ssh;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.SocketException;
import net.schmizz.sshj.common.DisconnectReason;
import org.junit.jupiter.api.Test;

class FailuresTest {
    private final SocketException closed = new SocketException("Socket closed");
    private final DisconnectRecorder farewell = new DisconnectRecorder();

    @Test
    void whoWasJustWritingIsToldWhatTheReaderFoundOut() throws IOException {
        assertThat(code()).isEqualTo("connection-failed");

        farewell.notifyDisconnect(DisconnectReason.UNKNOWN, null);
        farewell.notifyDisconnect(DisconnectReason.CONNECTION_LOST, "Broken transport; encountered EOF");
        assertThat(code()).isEqualTo("connection-failed");

        farewell.notifyDisconnect(DisconnectReason.UNKNOWN, "Unable to reach a settlement: [a] and [b]");
        farewell.notifyDisconnect(DisconnectReason.UNKNOWN, null);
        assertThat(code()).isEqualTo("weak-server");
    }

    @Test
    void serverThatSaysSoFirstIsToldFromOneThatBreaksOff() throws IOException {
        farewell.notifyDisconnect(DisconnectReason.KEY_EXCHANGE_FAILED, "nothing fits");
        assertThat(code()).isEqualTo("weak-server");
    }

    private String code() throws IOException {
        try (GuardedSocket socket = new GuardedSocket()) {
            return Failures.of(closed, false, new ExpectedKey(null), socket, farewell)
                    .code();
        }
    }
}
