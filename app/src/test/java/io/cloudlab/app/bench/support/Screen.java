package io.cloudlab.app.bench.support;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/** What a terminal has shown last. */
public final class Screen implements Frames.Sink {
    private final AtomicLong messages = new AtomicLong();
    private final AtomicReference<String> tail = new AtomicReference<>("");

    @Override
    public void payload(ByteBuffer piece) {
        int length = Math.min(piece.remaining(), 200);
        byte[] last = new byte[length];
        piece.duplicate().position(piece.limit() - length).get(last);
        String text = tail.get() + new String(last, StandardCharsets.ISO_8859_1);
        tail.set(text.substring(Math.max(0, text.length() - 400)));
    }

    @Override
    public void message(int opcode) {
        if (opcode == 1) messages.incrementAndGet();
    }

    public long messages() {
        return messages.get();
    }

    public boolean shows(String text) {
        return tail.get().contains(text);
    }
}
