package io.cloudlab.http.api.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.cloudlab.core.jobs.log.LogChunk;
import io.cloudlab.http.error.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class OutputFramesTest {
    private static LogChunk chunk(long first, List<byte[]> lines) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes("something before".getBytes(StandardCharsets.UTF_8));
        int[] bounds = new int[lines.size() * 2];
        for (int i = 0; i < lines.size(); i++) {
            bounds[2 * i] = bytes.size();
            bytes.writeBytes(lines.get(i));
            bounds[2 * i + 1] = bytes.size();
            bytes.write('\n');
        }
        return new LogChunk(first, bytes.toByteArray(), bounds, first + lines.size());
    }

    private static LogChunk chunk(String... lines) {
        return chunk(
                0,
                Arrays.stream(lines)
                        .map(line -> line.getBytes(StandardCharsets.UTF_8))
                        .toList());
    }

    /** Reads the messages with another reader of JSON, checks that they follow on each other, and joins their lines. */
    private static List<String> read(LogChunk chunk) throws IOException {
        List<String> lines = new ArrayList<>();
        for (ByteBuffer message : OutputFrames.of(chunk)) {
            byte[] bytes = new byte[message.remaining()];
            message.duplicate().get(bytes);
            JsonNode json = Json.MAPPER.readTree(new String(bytes, StandardCharsets.UTF_8));
            assertThat(json.path("type").asText()).isEqualTo("output");
            assertThat(json.path("index").asLong()).isEqualTo(chunk.firstLine() + lines.size());
            JsonNode part = json.path("lines");
            if (part.size() > 1) assertThat(bytes.length).isLessThanOrEqualTo(OutputFrames.MAX_BYTES);
            part.forEach(line -> lines.add(line.asText()));
        }
        return lines;
    }

    @Test
    void linesAreWrittenAsJson() {
        LogChunk chunk = chunk(7, List.of("one".getBytes(StandardCharsets.UTF_8), new byte[0]));

        ByteBuffer message = OutputFrames.of(chunk).get(0);

        assertThat(StandardCharsets.UTF_8.decode(message.duplicate()).toString())
                .isEqualTo("{\"type\":\"output\",\"index\":7,\"lines\":[\"one\",\"\"]}");
    }

    @Test
    void everythingThatNeedsEscapingIsEscaped() throws IOException {
        StringBuilder all = new StringBuilder();
        for (char c = 0; c < 0x300; c++) all.append(c);
        LogChunk chunk =
                chunk("\"quoted\" and \\ back", all.toString(), "\u2028\u20ac\ud83d\ude00", "12345678\"2345678");

        assertThat(read(chunk)).isEqualTo(chunk.lines());
    }

    @Test
    void whatIsNotUtf8IsReadAsJavaReadsIt() throws IOException {
        Random random = new Random(42);
        byte[] likely = {
            'a',
            '"',
            '\\',
            0,
            0x1f,
            (byte) 0xc2,
            (byte) 0xe0,
            (byte) 0xed,
            (byte) 0xf0,
            (byte) 0xf4,
            (byte) 0x80,
            (byte) 0x8f,
            (byte) 0x90,
            (byte) 0x9f,
            (byte) 0xa0,
            (byte) 0xbf,
            (byte) 0xc0,
            (byte) 0xff,
            (byte) 0xf5
        };
        for (int round = 0; round < 3_000; round++) {
            List<byte[]> lines = new ArrayList<>();
            for (int line = random.nextInt(4); line >= 0; line--) {
                byte[] bytes = new byte[random.nextInt(40)];
                for (int i = 0; i < bytes.length; i++)
                    bytes[i] = round % 2 == 0 ? likely[random.nextInt(likely.length)] : (byte) random.nextInt(256);
                lines.add(bytes);
            }
            LogChunk chunk = chunk(round, lines);
            assertThat(read(chunk)).isEqualTo(chunk.lines());
        }
    }

    @Test
    void manyLinesAreSpreadOverSeveralMessages() throws IOException {
        String[] lines = new String[40_000];
        Arrays.fill(lines, "y");

        LogChunk chunk = chunk(lines);

        assertThat(OutputFrames.of(chunk)).hasSizeGreaterThan(2);
        assertThat(read(chunk)).isEqualTo(chunk.lines());
    }

    @Test
    void linesThatGrowStayWhole() throws IOException {
        LogChunk chunk = chunk(
                "\u0001".repeat(16 * 1024),
                "\u0001".repeat(16 * 1024),
                "x",
                "\u0001".repeat(10_000),
                "z".repeat(60_000));

        assertThat(read(chunk)).isEqualTo(chunk.lines());
    }

    @Test
    void messagesOfOneChunkAreMadeOnce() {
        FrameCache cache = new FrameCache();
        LogChunk chunk = chunk("one");

        assertThat(cache.messages(chunk)).isSameAs(cache.messages(chunk));
        assertThat(cache.messages(chunk("two"))).isNotSameAs(cache.messages(chunk));
    }
}
