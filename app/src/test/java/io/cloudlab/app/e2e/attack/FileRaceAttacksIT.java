package io.cloudlab.app.e2e.attack;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.cloudlab.app.e2e.Api;
import io.cloudlab.app.e2e.Form;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Links, FIFOs and sizes: attacks by what stands there rather than by names, on the real server. */
class FileRaceAttacksIT extends FileTarget {
    @Test
    void linksAreNeitherReadNorWrittenNorDeleted() throws IOException {
        Files.createSymbolicLink(inputs.resolve("link"), secret);
        Files.createSymbolicLink(inputs.resolve("passwd"), Path.of("/etc/passwd"));
        Path config = directory.resolve("lab/services/wiki/instance.yaml");
        Files.createSymbolicLink(config, secret);

        for (String path : List.of(INPUTS + "/link", INPUTS + "/passwd", CONFIGS + "/instance.yaml")) {
            assertThat(admin.get(path).status()).isEqualTo(400);
            assertThat(admin.put(path, Map.of("content", "evil: 1")).status()).isEqualTo(400);
        }
        assertThat(admin.delete(INPUTS + "/link").status()).isEqualTo(400);
        assertThat(upload("link", "evil".getBytes(UTF_8)).status()).isEqualTo(400);
        assertThat(admin.get(INPUTS).body().path("files")).hasSize(1);
        assertThat(inputs.resolve("link")).isSymbolicLink();
        assertThat(config).isSymbolicLink();
    }

    @Test
    void fileFlippedWithALinkLeaksNothingInThousandsOfTries() throws Exception {
        Path data = inputs.resolve("data");
        Path spare = directory.resolve("spare");
        AtomicBoolean over = new AtomicBoolean();
        CompletableFuture<Integer> flips = CompletableFuture.supplyAsync(() -> flip(data, spare, over));
        int read = 0;
        int refused = 0;
        for (int i = 0; i < 4_000; i++) {
            Api.Answer answer = i % 8 == 7
                    ? admin.put(INPUTS + "/data", Map.of("content", "harmless"))
                    : admin.get(INPUTS + "/data");
            assertThat(answer.status()).isIn(200, 400, 404, 503);
            if (answer.status() != 200) refused++;
            else if (i % 8 != 7) {
                read++;
                assertThat(new String(answer.response().body(), UTF_8)).isEqualTo("harmless");
            }
        }
        over.set(true);
        assertThat(flips.join()).isGreaterThan(100);
        assertThat(read).isPositive();
        assertThat(refused).isPositive();
    }

    @Test
    void fifosDevicesAndSocketsHangNobody() throws Exception {
        run("mkfifo", inputs.resolve("fifo").toString());
        run("mkfifo", directory.resolve("lab/services/wiki/outputs.yaml").toString());
        ServerSocketChannel socket = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        socket.bind(UnixDomainSocketAddress.of(inputs.resolve("socket")));
        socket.close(); // what it was bound to stays
        boolean device = new ProcessBuilder("mknod", inputs.resolve("device").toString(), "c", "1", "5")
                        .start()
                        .waitFor()
                == 0;
        for (int i = 0; i < 80; i++) { // more than the server has threads
            assertThat(admin.get(INPUTS + "/fifo").status()).isEqualTo(400);
        }
        for (String path : List.of(
                INPUTS + "/fifo",
                INPUTS + "/socket",
                CONFIGS + "/outputs.yaml",
                device ? INPUTS + "/device" : INPUTS + "/fifo")) {
            assertThat(admin.get(path).status()).isEqualTo(400);
            assertThat(admin.put(path, Map.of("content", "a: 1")).status()).isEqualTo(400);
        }
        assertThat(admin.get(INPUTS).body().path("files")).hasSize(1);
        assertThat(admin.get(CONFIGS).status()).isEqualTo(200);
        assertThat(admin.get(SERVICE).status()).isEqualTo(200);
    }

    @Test
    void whatIsTooLargeIsStoppedAndLeavesNothing() throws IOException {
        assertThat(upload("whole", new byte[LIMIT]).status()).isEqualTo(200);
        assertThat(upload("more", new byte[LIMIT + 1]).status()).isEqualTo(413);
        try (Socket socket = new Socket("127.0.0.1", server.address().getPort())) {
            OutputStream out = socket.getOutputStream();
            out.write(("POST " + INPUTS + " HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer " + admin.token()
                            + "\r\nContent-Type: " + Form.TYPE + "\r\nTransfer-Encoding: chunked\r\n\r\n")
                    .getBytes(ISO_8859_1));
            chunk(out, Form.head("endless"));
            byte[] piece = new byte[64 * 1024];
            long sent = 0;
            try {
                for (; sent < 300L << 20; sent += piece.length) chunk(out, piece);
            } catch (IOException e) {
                // as it should be
            }
            assertThat(sent).isLessThan(64L << 20);
        }
        Awaitility.await().until(() -> unfinished().isEmpty());
        assertThat(inputs.resolve("endless")).doesNotExist();
        assertThat(inputs.resolve("more")).doesNotExist();
        assertThat(admin.put(CONFIGS + "/config.yaml", Map.of("content", "#" + "x".repeat(102_400)))
                        .status())
                .isEqualTo(413);
    }
}
