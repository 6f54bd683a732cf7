package io.cloudlab.http.socket;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudlab.http.routing.Access;
import io.cloudlab.http.routing.Route;
import io.cloudlab.http.routing.RouteGroup;
import io.cloudlab.http.routing.RouteTableBuilder;
import io.cloudlab.http.routing.Routes;
import io.cloudlab.http.security.ForgedTokenAudit;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How a WebSocket is closed while a message is on its way and another one follows. */
class WebSocketConnectionEndTest {
    private static final String HANDSHAKE = String.join(
            "\r\n",
            "GET /api/talk HTTP/1.1",
            "Host: localhost",
            "Connection: Upgrade",
            "Upgrade: websocket",
            "Sec-WebSocket-Version: 13",
            "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
            "",
            "");

    private static final int CLOSE = 8;

    /** Bytes. More than the system holds for a client that does not read. */
    private static final int LARGE = 16 << 20;

    private final Sockets sockets = new Sockets(Duration.ofHours(1));
    private final CompletableFuture<Talk> talk = new CompletableFuture<>();
    private final Server jetty = new Server();
    private final Socket client = new Socket();

    /** Says what a test lets it say. */
    private final class Talk extends WebSocketConnection {
        Talk() {
            super(sockets);
        }

        @Override
        public void wake() {
            talk.complete(this);
        }

        @Override
        public void ended() {}
    }

    private final class Talks implements RouteGroup {
        @Override
        public String name() {
            return "Talks";
        }

        @Override
        public void declare(RouteTableBuilder routes) {
            routes.socket("talk", "/api/talk")
                    .by(Access.PUBLIC)
                    .summary("Talks.")
                    .answers("application/json", "Text.")
                    .opens((SocketOpener) call -> new Talk());
        }
    }

    @BeforeEach
    void listen() throws Exception {
        Route route = Routes.of(List.of(new Talks())).all().get(0);
        ServerConnector connector = new ServerConnector(jetty);
        connector.setHost("127.0.0.1");
        jetty.addConnector(connector);
        jetty.setHandler(new Handler.Abstract() {
            @Override
            public boolean handle(Request request, Response response, Callback callback) {
                SocketCall call = new SocketCall(route, request, "127.0.0.1", new ForgedTokenAudit(null));
                sockets.upgrade(call, request, response, callback);
                return true;
            }
        });
        jetty.start();
        client.setReceiveBufferSize(4_096);
        client.connect(new InetSocketAddress("127.0.0.1", connector.getLocalPort()));
        client.getOutputStream().write(HANDSHAKE.getBytes(StandardCharsets.US_ASCII));
    }

    @AfterEach
    void end() throws Exception {
        client.close();
        sockets.close();
        jetty.stop();
    }

    /** Reads everything. @return the close code, or that of an abnormal end */
    private int closeCode() throws IOException {
        client.setSoTimeout((int) TimeUnit.SECONDS.toMillis(20));
        DataInputStream in = new DataInputStream(client.getInputStream());
        for (int ends = 0; ends < 4; ) { // the answer to the handshake ends with an empty line
            int read = in.read();
            ends = read == (ends % 2 == 0 ? '\r' : '\n') ? ends + 1 : 0;
        }
        try {
            while (true) {
                int opcode = in.readUnsignedByte() & 0xf;
                long length = in.readUnsignedByte();
                if (length == 126) length = in.readUnsignedShort();
                else if (length == 127) length = in.readLong();
                if (opcode == CLOSE) return in.readUnsignedShort();
                in.skipNBytes(length);
            }
        } catch (IOException e) {
            return 1006;
        }
    }

    private int codeWhenClosedBetweenTwoMessages(BiConsumer<Talk, ByteBuffer> closing) throws Exception {
        Talk one = talk.get(20, TimeUnit.SECONDS);
        one.send(ByteBuffer.wrap(new byte[LARGE]));
        ByteBuffer late = ByteBuffer.wrap("late".getBytes(StandardCharsets.US_ASCII));

        closing.accept(one, late);
        one.send(late); // by a thread that had seen it open

        return closeCode();
    }

    @Test
    void messageBehindARestartDoesNotCutItOff() throws Exception {
        assertThat(codeWhenClosedBetweenTwoMessages((one, late) -> one.restart(() -> {})))
                .isEqualTo(1012);
    }

    @Test
    void messageBehindAnEndDoesNotCutItOff() throws Exception {
        assertThat(codeWhenClosedBetweenTwoMessages((one, late) -> one.finish(1000)))
                .isEqualTo(1000);
    }

    /** It is its last byte that is too much: nothing the server leaves unread can break the connection. */
    @Test
    void tooLargeMessageIsToldByItsCode() throws Exception {
        int length = (1 << 16) + 1;
        ByteBuffer text = ByteBuffer.allocate(14 + length).put((byte) 0x81).put((byte) (0x80 | 127));
        client.getOutputStream().write(text.putLong(length).putInt(0).array());

        assertThat(closeCode()).isEqualTo(1009);
    }

    @Test
    void clientThatConnectsWhileTheServerStopsIsTold() throws Exception {
        talk.get(20, TimeUnit.SECONDS);
        sockets.close();
        try (Socket second = new Socket("127.0.0.1", client.getPort())) {
            second.setSoTimeout((int) TimeUnit.SECONDS.toMillis(20));
            second.getOutputStream().write(HANDSHAKE.getBytes(StandardCharsets.US_ASCII));
            byte[] all = second.getInputStream().readAllBytes();

            assertThat(ByteBuffer.wrap(all, all.length - 2, 2).getShort()).isEqualTo((short) 1012);
        }
    }
}
