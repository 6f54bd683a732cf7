package io.cloudlab.app.bench.support;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/** Hands on each message as text; for small ones. */
public final class TextSink implements Frames.Sink {
    private final ByteArrayOutputStream message = new ByteArrayOutputStream();
    private final Consumer<String> receiver;

    public TextSink(Consumer<String> receiver) {
        this.receiver = receiver;
    }

    @Override
    public void payload(ByteBuffer piece) {
        while (piece.hasRemaining()) message.write(piece.get());
    }

    @Override
    public void message(int opcode) {
        if (opcode == 1) receiver.accept(message.toString(StandardCharsets.UTF_8));
        message.reset();
    }
}
