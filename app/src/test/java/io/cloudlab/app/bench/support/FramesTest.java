package io.cloudlab.app.bench.support;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FramesTest {
    private static final String DONE = "{\"type\":\"done\",\"status\":\"completed\"}";

    @Test
    void messagesOfEverySizeComeOutWholeWhereverTheReadsAreCut() {
        List<String> sent =
                List.of("", "a", "b".repeat(125), "c".repeat(126), "d".repeat(65_535), "e".repeat(65_536), "f");
        for (int step : new int[] {1, 2, 3, 7, 1000, 1 << 20}) {
            List<String> received = new ArrayList<>();
            take(new Frames(new TextSink(received::add)), frames(sent), step);
            assertThat(received).isEqualTo(sent);
        }
    }

    @Test
    void linesOfOneWidthAreCountedByTheLengthOfTheirMessages() {
        LineCount count = new LineCount(3);

        take(new Frames(count), frames(List.of(output(0, 2), output(2, 500), output(502, 1), DONE)), 10);

        assertThat(count.lines()).isEqualTo(503);
        assertThat(count.isDone()).isTrue();
    }

    @Test
    void linesOfAnotherWidthAreCountedByTheNextMessage() {
        LineCount count = new LineCount(3);
        String title = "{\"type\":\"output\",\"index\":0,\"lines\":[\"--- a title ---\",\"$ bash\"]}";

        take(new Frames(count), frames(List.of(title, output(2, 5))), 64);

        assertThat(count.lines()).isEqualTo(7);
    }

    @Test
    void gapsAndRepetitionsAreRefused() {
        for (int wrong : new int[] {4, 6}) {
            Frames frames = new Frames(new LineCount(3));
            assertThatThrownBy(() -> take(frames, frames(List.of(output(0, 5), output(wrong, 1))), 64))
                    .hasMessageContaining("line 5 expected");
        }
    }

    private static String output(int index, int lines) {
        String three = IntStream.range(0, lines).mapToObj(i -> "\"abc\"").collect(Collectors.joining(","));
        return "{\"type\":\"output\",\"index\":" + index + ",\"lines\":[" + three + "]}";
    }

    private static void take(Frames frames, byte[] bytes, int step) {
        for (int at = 0; at < bytes.length; at += step) {
            frames.take(ByteBuffer.wrap(bytes, at, Math.min(step, bytes.length - at)));
        }
    }

    private static byte[] frames(List<String> messages) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (String message : messages) {
            byte[] payload = message.getBytes(StandardCharsets.UTF_8);
            bytes.write(0x81);
            if (payload.length < 126) {
                bytes.write(payload.length);
            } else if (payload.length < 65_536) {
                bytes.write(126);
                bytes.writeBytes(
                        ByteBuffer.allocate(2).putShort((short) payload.length).array());
            } else {
                bytes.write(127);
                bytes.writeBytes(ByteBuffer.allocate(8).putLong(payload.length).array());
            }
            bytes.writeBytes(payload);
        }
        return bytes.toByteArray();
    }
}
