package io.cloudlab.app.bench.support;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Counts the lines and bytes a viewer is told, and refuses gaps, while looking at no more than the first bytes of each
 * message: the lines of the benchmarks are equally long and hold nothing that JSON escapes, so their number follows from
 * the message's length. Where it does not, because other lines are among them, the next message's index tells.
 */
public final class LineCount implements Frames.Sink {
    private static final int TEXT = 1;
    private static final int CLOSE = 8;
    private static final String LINES = "\"lines\":[";
    private static final String INDEX = "\"index\":";

    private final byte[] head = new byte[160];
    private final int width;
    private int headLength;
    private long length;
    private long bytes;
    private long next;
    private boolean known = true;
    private boolean done;
    private boolean closed;

    /** @param width of the lines in bytes, without line end; 0 if they differ */
    public LineCount(int width) {
        this.width = width;
    }

    @Override
    public void payload(ByteBuffer piece) {
        length += piece.remaining();
        int wanted = Math.min(head.length - headLength, piece.remaining());
        piece.get(head, headLength, wanted);
        headLength += wanted;
    }

    @Override
    public void message(int opcode) {
        if (opcode == TEXT) text(new String(head, 0, headLength, StandardCharsets.ISO_8859_1));
        if (opcode == CLOSE) closed = true;
        bytes += length;
        headLength = 0;
        length = 0;
    }

    private void text(String start) {
        if (start.startsWith("{\"type\":\"output\"")) output(start);
        else if (start.startsWith("{\"type\":\"done\"")) done = true;
        else if (start.startsWith("{\"type\":\"error\"")) throw new IllegalStateException(start);
    }

    private void output(String start) {
        int at = start.indexOf(INDEX) + INDEX.length();
        int end = at;
        while (Character.isDigit(start.charAt(end))) end++;
        long index = Long.parseLong(start.substring(at, end));
        if (known ? index != next : index <= next)
            throw new IllegalStateException("line " + next + " expected: " + start);
        long content = length - start.indexOf(LINES) - LINES.length() - "]}".length() + 1;
        known = width > 0 && content % (width + 3) == 0;
        next = known ? index + content / (width + 3) : index;
    }

    /** Whether the job's end has been told. */
    public boolean isDone() {
        return done;
    }

    boolean isClosed() {
        return closed;
    }

    /** How many lines were told, if the last message left no doubt about it. */
    public long lines() {
        if (!known) throw new IllegalStateException("the last message holds lines of other lengths");
        return next;
    }

    /** All payload. */
    public long bytes() {
        return bytes;
    }
}
