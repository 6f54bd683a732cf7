package io.cloudlab.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class SlowBodiesTest {
    private static Socket begin(TestServer server) throws IOException {
        Socket socket = new Socket("127.0.0.1", server.http.port());
        socket.setSoTimeout(50_000);
        String head = "POST /api/auth/login HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                + "Content-Length: 100\r\n\r\n{";
        socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
        return socket;
    }

    @Test
    void bodyThatDoesNotArriveIsGivenUp() throws IOException {
        Timing impatient = new Timing(Duration.ofMillis(200), Duration.ofMillis(100));
        try (TestServer server = TestServer.start(UnaryOperator.identity(), impatient);
                Socket socket = begin(server)) {
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

            assertThat(answer).startsWith("HTTP/1.1 408").contains("\"code\":\"too-slow\"");
        }
    }

    @Test
    void threeHundredSlowBodiesDoNotHoldTheServerDown() throws IOException {
        List<Socket> slow = new ArrayList<>();
        try (TestServer server = TestServer.start()) {
            server.get("/health");
            for (int i = 0; i < 300; i++) slow.add(begin(server));

            await().untilAsserted(() -> {
                long before = System.nanoTime();
                assertThat(server.get("/health").status()).isEqualTo(200);
                assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofMillis(200));
            });
            slow.get(0).getOutputStream().write("}".repeat(99).getBytes(StandardCharsets.US_ASCII));
            byte[] start = slow.get(0).getInputStream().readNBytes(12);
            assertThat(new String(start, StandardCharsets.US_ASCII)).isEqualTo("HTTP/1.1 422");
        } finally {
            for (Socket each : slow) each.close();
        }
    }
}
