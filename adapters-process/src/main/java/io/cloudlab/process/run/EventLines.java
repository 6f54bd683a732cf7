package io.cloudlab.process.run;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/**
 * Takes the lines out of what playbooks have written down, piece by piece. The file is the job's own: lines longer than 1 MiB are
 * passed over, and so is all that comes after 1 GiB.
 */
final class EventLines {
    private static final int MAX_LINE_LENGTH = 1 << 20;
    private static final long MAX_BYTES = 1L << 30;

    private final Consumer<String> each;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private boolean tooLong;
    private long left = MAX_BYTES;

    EventLines(Consumer<String> each) {
        this.each = each;
    }

    /** Whether nothing more is taken. */
    boolean isFull() {
        return left <= 0;
    }

    void take(byte[] bytes, int length) {
        int usable = (int) Math.min(length, left);
        left -= usable;
        int from = 0;
        for (int at = 0; at < usable; at++) {
            if (bytes[at] != '\n') continue;
            line.write(bytes, from, at - from);
            if (!tooLong && line.size() <= MAX_LINE_LENGTH) each.accept(line.toString(StandardCharsets.UTF_8));
            line.reset();
            tooLong = false;
            from = at + 1;
        }
        line.write(bytes, from, usable - from);
        if (line.size() > MAX_LINE_LENGTH) {
            tooLong = true;
            line.reset();
        }
    }
}
