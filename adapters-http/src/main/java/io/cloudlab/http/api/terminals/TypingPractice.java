package io.cloudlab.http.api.terminals;

import io.cloudlab.http.socket.Sockets;
import io.cloudlab.http.socket.WebSocketConnection;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.LocalConnector;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.util.Callback;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Types keys into a WebSocket without a network that echoes them as a terminal does. The JVM compiles what it has run a
 * few hundred times; without practice, each of the first few hundred keystrokes of a server takes milliseconds longer.
 */
public final class TypingPractice {
    private static final Logger LOG = LoggerFactory.getLogger(TypingPractice.class);
    private static final int KEYS = 1_500;
    private static final long PATIENCE_SECONDS = 2;

    private static final String UPGRADE =
            "GET / HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade"
                    + "\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dHlwaW5nIHByYWN0aWNlLg==\r\n\r\n";
    private static final byte[] KEY = "{\"type\":\"input\",\"data\":\"x\"}".getBytes(StandardCharsets.UTF_8);
    /** A whole masked text frame of one byte of length; the mask is zero. */
    private static final int TEXT = 0x81;

    private static final int MASKED = 0x80;
    private static final int MASK_BYTES = 4;

    private TypingPractice() {}

    /** Takes some hundred milliseconds, for a thread that is not waited for. Never fails. */
    public static void run() {
        try {
            LOG.debug("Practised {} keystrokes.", type(KEYS));
        } catch (Exception | LinkageError e) {
            LOG.debug("Keystrokes could not be practised.", e);
        }
    }

    /** @return how many keys were echoed */
    static int type(int keys) throws Exception {
        Server server = new Server();
        LocalConnector connector =
                new LocalConnector(server, (ConnectionFactory) new HttpConnectionFactory(new HttpConfiguration()));
        server.addConnector(connector);
        try (Sockets sockets = new Sockets(Duration.ofSeconds(1))) {
            server.setHandler(new Upgrade(sockets));
            server.start();
            LocalConnector.LocalEndPoint client = connector.connect();
            client.addInputAndExecute(ByteBuffer.wrap(UPGRADE.getBytes(StandardCharsets.US_ASCII)));
            ByteBuffer frame = frame();
            int echoed = -1; // the answer to the upgrade comes first
            while (echoed < keys
                    && client.waitForOutput(PATIENCE_SECONDS, TimeUnit.SECONDS).hasRemaining()) {
                echoed++;
                client.addInputAndExecute(frame.duplicate());
            }
            client.close();
            return echoed;
        } finally {
            server.stop();
        }
    }

    private static ByteBuffer frame() {
        ByteBuffer frame = ByteBuffer.allocate(2 + MASK_BYTES + KEY.length);
        frame.put((byte) TEXT).put((byte) (MASKED | KEY.length)).put(new byte[MASK_BYTES]);
        return frame.put(KEY).flip();
    }

    private static final class Upgrade extends Handler.Abstract {
        private final Sockets sockets;

        Upgrade(Sockets sockets) {
            this.sockets = sockets;
        }

        @Override
        public boolean handle(Request request, Response response, Callback callback) {
            sockets.upgrade(() -> new Echo(sockets), request, response, callback);
            return true;
        }
    }

    /** Echoes what is typed, as soon as what was echoed before has left. */
    private static final class Echo extends WebSocketConnection {
        private final TerminalInput input = new TerminalInput(this::echo, size -> {});

        Echo(Sockets sockets) {
            super(sockets);
        }

        @Override
        protected boolean onMessage(byte[] text) {
            input.take(text);
            return true;
        }

        private void echo(byte[] typed) {
            if (!busy()) send(TerminalFrames.output(typed, typed.length));
        }

        @Override
        protected void wake() {}

        @Override
        protected void ended() {}
    }
}
