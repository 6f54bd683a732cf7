package io.cloudlab.http.api.services;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cloudlab.http.Answer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Forms that are too large, too many or none at all. */
@Tag("slow")
class UploadRoutesTest extends FileServer {
    @Test
    void fileHasAtMostTheSizeAllowed() {
        String exactly = "x".repeat(LIMIT);
        assertThat(upload("a", exactly).status()).isEqualTo(200);
        assertThat(upload("b", exactly + "x").status()).isEqualTo(413);
        Answer unknownLength = send(
                "multipart/form-data; boundary=" + BOUNDARY,
                form(part("name=\"file\"; filename=\"c\"", exactly + "x")),
                false);
        assertThat(unknownLength.status()).isEqualTo(413);
        assertThat(server.get(INPUTS, editor).json().path("files")).hasSize(1);
        assertThat(unfinished()).isZero();
    }

    @Test
    void endlessBodyIsStoppedAtTheLimit() throws IOException {
        try (Socket socket = begin("Transfer-Encoding: chunked")) {
            OutputStream out = socket.getOutputStream();
            String head = part("name=\"file\"; filename=\"a\"", "x");
            chunk(out, head);
            String piece = "x".repeat(8_000);
            boolean stopped = false;
            for (int i = 0; i < 10_000 && !stopped; i++) {
                try {
                    chunk(out, piece);
                } catch (IOException e) {
                    stopped = true;
                }
            }
            assertThat(stopped).isTrue();
        }
        await().until(() -> unfinished() == 0);
        assertThat(text("a")).isEqualTo("(missing)");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "no form at all",
                "--xYzZy--\r\n",
                "--xYzZy\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a\"\r\n\r\ncut of",
                "--xYzZy\r\nContent-Disposition form-data\r\n\r\nx\r\n--xYzZy--\r\n",
                "--other\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a\"\r\n\r\nx\r\n--other--\r\n"
            })
    void brokenFormIsRefused(String body) {
        assertThat(send(body).status()).isIn(400, 422);
        assertThat(text("a")).isEqualTo("(missing)");
        assertThat(unfinished()).isZero();
    }

    @Test
    void formMustHoldOneFileAndNothingElse() {
        String file = part("name=\"file\"; filename=\"a\"", "x");

        assertThat(send(form(part("name=\"other\"; filename=\"a\"", "x"))).faultAt())
                .isEqualTo("[\"body\",\"file\"]");
        assertThat(send(form(part("name=\"file\"", "x"))).status()).isEqualTo(422);
        assertThat(send(form(file, file)).status()).isEqualTo(422);
        assertThat(send(form(file, part("name=\"comment\"", "x"))).status()).isEqualTo(422);
        assertThat(send(form(file.repeat(1_100))).status()).isIn(413, 422);
        assertThat(send(form(part("name=\"file\"; filename=\"a\"; x=\"" + "y".repeat(20_000) + "\"", "x")))
                        .status())
                .isEqualTo(400);
        assertThat(text("a")).isEqualTo("(missing)");
        assertThat(unfinished()).isZero();
    }

    @Test
    void senderOfABadFormIsAnsweredThoughHeGoesOnSending() {
        String parts = part("name=\"file\"; filename=\"a\"", "x").repeat(4_000);

        for (int each = 0; each < 100; each++)
            assertThat(send(form(parts)).status()).isIn(413, 422);
    }

    @Test
    void bodyOfAnotherTypeIsRefused() {
        assertThat(send("application/json", "{}", true).status()).isEqualTo(415);
        assertThat(send("application/x-www-form-urlencoded", "file=x", true).status())
                .isEqualTo(415);
        assertThat(send("multipart/form-data", form(), true).status()).isEqualTo(400);
        assertThat(send("multipart/form-data; boundary=", form(), true).status())
                .isEqualTo(400);
        assertThat(send("multipart/form-data; boundary=" + "b".repeat(500), form(), true)
                        .status())
                .isEqualTo(400);
        assertThat(server.send(HttpRequest.newBuilder(server.uri(INPUTS))
                                .header("Authorization", "Bearer " + editor)
                                .header("Content-Type", "multipart/form-data; boundary=x")
                                .header("Content-Encoding", "gzip")
                                .POST(HttpRequest.BodyPublishers.ofString("x")))
                        .status())
                .isEqualTo(415);
    }

    @Test
    void uploadWhoseSenderGoesLeavesNothing() throws IOException {
        try (Socket socket = begin("Content-Length: 50000")) {
            socket.getOutputStream()
                    .write(part("name=\"file\"; filename=\"a\"", "begin").getBytes(ISO_8859_1));
            await().until(() -> unfinished() == 1);
        }
        await().until(() -> unfinished() == 0);
        assertThat(text("a")).isEqualTo("(missing)");
    }

    @Test
    void slowUploadsHoldUpNobodyAndOnlySoManyWait() throws IOException {
        List<Socket> slow = new ArrayList<>();
        try {
            for (int i = 0; i < 16; i++) {
                Socket socket = begin("Content-Length: 50000");
                slow.add(socket);
                socket.getOutputStream()
                        .write(part("name=\"file\"; filename=\"a" + i + "\"", "begin")
                                .getBytes(ISO_8859_1));
            }
            await().pollInterval(Duration.ofMillis(5)).until(() -> unfinished() == 16);
            Answer another = upload("b", "x");
            assertThat(server.get("/health").status()).isEqualTo(200);
            assertThat(another.status()).isEqualTo(429);
            assertThat(another.header("Retry-After")).isNotEmpty();
        } finally {
            for (Socket socket : slow) socket.close();
        }
        await().until(() -> unfinished() == 0);
        await().until(() -> upload("b", "x").status() == 200);
    }
}
