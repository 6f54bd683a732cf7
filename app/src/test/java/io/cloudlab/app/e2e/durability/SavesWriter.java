package io.cloudlab.app.e2e.durability;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.cloudlab.app.e2e.Api;
import io.cloudlab.app.e2e.Form;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;

/** Writes one file over and over, each time with a number and as much text as follows from it. */
final class SavesWriter {
    private static final String SERVICE = "/api/services/wiki";

    private final String kind;
    private final Path file;
    private final int largest;
    private final Write write;
    private volatile int sent;
    private volatile int acknowledged;
    private int happened;

    private interface Write {
        Api.Answer write(Api api, byte[] content);
    }

    private SavesWriter(String kind, Path file, int largest, Write write) {
        this.kind = kind;
        this.file = file;
        this.largest = largest;
        this.write = write;
    }

    static SavesWriter ofConfig(Path file) {
        return new SavesWriter(
                "config",
                file,
                90_000,
                (api, content) ->
                        api.put(SERVICE + "/configs/config.yaml", Map.of("content", new String(content, UTF_8))));
    }

    static SavesWriter ofText(Path file) {
        return new SavesWriter(
                "text",
                file,
                300_000,
                (api, content) ->
                        api.put(SERVICE + "/files/inputs/text", Map.of("content", new String(content, UTF_8))));
    }

    static SavesWriter ofUpload(Path file) {
        return new SavesWriter(
                "upload",
                file,
                4_000_000,
                (api, content) -> api.send(Form.upload(api, SERVICE + "/files/inputs", "upload", content)));
    }

    String kind() {
        return kind;
    }

    int sent() {
        return sent;
    }

    int acknowledged() {
        return acknowledged;
    }

    /** How many writes are known to have happened, acknowledged or seen in the file. */
    int happened() {
        return happened;
    }

    /** Until the server is gone. @param each given one permit for every write that was acknowledged */
    void writeUntil(CountDownLatch gone, Api api, Semaphore each) {
        try {
            while (gone.getCount() > 0) {
                int number = sent + 1;
                byte[] content = content(number, largest);
                sent = number;
                Api.Answer answer = write.write(api, content);
                assertThat(answer.status()).as(String.valueOf(answer.body())).isEqualTo(200);
                acknowledged = number;
                happened++;
                each.release();
            }
        } catch (UncheckedIOException e) {
            // which is what this is about
        }
    }

    /** The file is what was acknowledged last, or what was sent after it. */
    void check() throws IOException {
        if (Files.notExists(file)) {
            assertThat(acknowledged).as(kind + " was acknowledged and is gone").isZero();
            return;
        }
        byte[] found = Files.readAllBytes(file);
        int number = numberOf(found);
        assertThat(number).as(kind).isBetween(acknowledged, sent);
        assertThat(Arrays.equals(found, content(number, largest)))
                .as("%s %d is whole", kind, number)
                .isTrue();
        if (number > acknowledged) {
            acknowledged = number;
            happened++;
        }
    }

    static int numberOf(byte[] content) {
        String start = new String(content, 0, Math.min(content.length, 20), UTF_8);
        return Integer.parseInt(start.substring("number: ".length(), start.indexOf('\n')));
    }

    private static byte[] content(int number, int largest) {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        content.writeBytes(("number: " + number + "\n").getBytes(UTF_8));
        byte[] line = ("# this is a line of " + number + "\n").getBytes(UTF_8);
        for (int size = new Random(number).nextInt(largest); content.size() < size; ) content.writeBytes(line);
        return content.toByteArray();
    }
}
