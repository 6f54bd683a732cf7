package io.cloudlab.app.bench.support;

import java.nio.ByteBuffer;

/** Takes a server's WebSocket frames apart as their bytes arrive, without keeping them. */
final class Frames {
    /** Is shown the payload piece by piece; the buffer's bytes are gone afterwards. */
    interface Sink {
        void payload(ByteBuffer piece);

        /** The payload shown since the last call was a whole message. */
        void message(int opcode);
    }

    private static final int CONTINUATION = 0;

    private final Sink sink;
    private final byte[] header = new byte[10];
    private int have;
    private int opcode;
    private boolean last;
    private long remaining;
    private boolean inPayload;

    Frames(Sink sink) {
        this.sink = sink;
    }

    /** Takes all that is in the buffer. */
    void take(ByteBuffer bytes) {
        while (bytes.hasRemaining()) {
            if (!inPayload) {
                header[have++] = bytes.get();
                if (have >= 2 && have == headerLength()) beginPayload();
            } else {
                ByteBuffer piece = bytes.slice();
                int length = (int) Math.min(remaining, bytes.remaining());
                piece.limit(length);
                sink.payload(piece);
                bytes.position(bytes.position() + length);
                remaining -= length;
            }
            if (inPayload && remaining == 0) endPayload();
        }
    }

    private int headerLength() {
        return switch (header[1] & 0x7f) {
            case 126 -> 4;
            case 127 -> 10;
            default -> 2;
        };
    }

    private void beginPayload() {
        last = (header[0] & 0x80) != 0;
        int code = header[0] & 0x0f;
        if (code != CONTINUATION) opcode = code;
        remaining = header[1] & 0x7f;
        if (have > 2) {
            remaining = 0;
            for (int i = 2; i < have; i++) remaining = remaining << 8 | header[i] & 0xff;
        }
        inPayload = true;
    }

    private void endPayload() {
        inPayload = false;
        have = 0;
        if (last) sink.message(opcode);
    }
}
