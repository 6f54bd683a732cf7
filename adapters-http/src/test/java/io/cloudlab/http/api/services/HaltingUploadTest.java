package io.cloudlab.http.api.services;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A server that is not patient. */
class HaltingUploadTest extends FileServer {
    HaltingUploadTest() {
        super(Duration.ofMillis(500));
    }

    @Test
    void uploadThatComesToAHaltEndsAndLeavesNothing() throws IOException {
        // In one piece: had the server given up before the second, that would meet a closed connection.
        try (Socket socket = begin("Content-Length: 50000\r\n\r\n" + part("name=\"file\"; filename=\"a\"", "begin"))) {
            assertThat(new String(socket.getInputStream().readAllBytes(), UTF_8))
                    .startsWith("HTTP/1.1 408")
                    .contains("too-slow");
        }
        assertThat(unfinished()).isZero();
    }
}
