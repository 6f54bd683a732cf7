package io.cloudlab.http.api.jobs;

import io.cloudlab.core.jobs.log.LogChunk;
import io.cloudlab.http.socket.JsonBytes;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes lines of output as {@code {"type":"output","index":…,"lines":[…]}}. Each message has at most {@value #MAX_BYTES}
 * bytes, unless a single line needs more.
 */
final class OutputFrames {
    static final int MAX_BYTES = 64 * 1024;

    private static final byte[] COMMA = {','};
    private static final byte[] END = {']', '}'};
    private static final int HEAD = 128;

    private final LogChunk chunk;
    private final List<ByteBuffer> messages = new ArrayList<>(2);
    private JsonBytes out;

    private OutputFrames(LogChunk chunk) {
        this.chunk = chunk;
        int raw = chunk.isEmpty() ? 0 : chunk.bounds()[chunk.bounds().length - 1] - chunk.bounds()[0];
        this.out = new JsonBytes(Math.min(raw + 3 * chunk.count(), MAX_BYTES) + HEAD);
    }

    /** The messages for these lines, in order, each ready to be sent; never empty. */
    static List<ByteBuffer> of(LogChunk chunk) {
        return new OutputFrames(chunk).encode();
    }

    private List<ByteBuffer> encode() {
        byte[] bytes = chunk.bytes();
        int[] bounds = chunk.bounds();
        int lines = begin(0);
        for (int i = 0; i < bounds.length; i += 2) {
            int before = out.size();
            if (before > lines) out.raw(COMMA);
            int start = out.size();
            out.text(bytes, bounds[i], bounds[i + 1]);
            if (out.size() + END.length > MAX_BYTES && before > lines) {
                byte[] line = out.cut(start);
                out.cut(before);
                end();
                out = new JsonBytes(Math.max(MAX_BYTES, line.length) + HEAD);
                lines = begin(i / 2);
                out.raw(line);
            }
        }
        end();
        return messages;
    }

    /** @return where the first line will stand */
    private int begin(int line) {
        String head = "{\"type\":\"output\",\"index\":" + (chunk.firstLine() + line) + ",\"lines\":[";
        out.raw(head.getBytes(StandardCharsets.US_ASCII));
        return out.size();
    }

    private void end() {
        messages.add(out.raw(END).finished());
    }
}
