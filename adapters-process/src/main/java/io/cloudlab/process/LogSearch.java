package io.cloudlab.process;

import io.cloudlab.core.jobs.JobLog;
import io.cloudlab.core.jobs.LogChunk;
import io.cloudlab.core.vault.Redactor;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Looks for a text in a log, without regard to case. One search reads a limited number of bytes and then says where to
 * go on.
 */
final class LogSearch {
    private static final long MOST_BYTES = 64 << 20;
    /** Text beyond ASCII takes decoding every line. */
    private static final long MOST_BYTES_DECODED = 8 << 20;

    private static final int STEP = 256 * 1024;

    private final Spool spool;
    private final SpoolReader reader;
    private final String text;
    private final byte @Nullable [] ascii;

    LogSearch(Spool spool, Redactor redactor, String text) {
        this.spool = spool;
        this.reader = new SpoolReader(spool, redactor);
        this.text = text.toLowerCase(Locale.ROOT);
        this.ascii = text.chars().allMatch(c -> c < 0x80) ? this.text.getBytes(StandardCharsets.US_ASCII) : null;
    }

    JobLog.Found from(long fromLine, int limit) throws IOException {
        List<JobLog.Line> found = new ArrayList<>();
        Place at = spool.locate(fromLine);
        long end = at == null ? 0 : at.offset() + (ascii == null ? MOST_BYTES_DECODED : MOST_BYTES);
        while (at != null && at.offset() < end) {
            SpoolReader.Piece piece = reader.read(at, at.offset() + STEP, Integer.MAX_VALUE);
            LogChunk chunk = piece.chunk();
            if (chunk.isEmpty()) return new JobLog.Found(found, -1);
            for (int i = 0; i < chunk.count(); i++) {
                if (!matches(chunk, i)) continue;
                if (found.size() == limit) return new JobLog.Found(found, chunk.firstLine() + i);
                found.add(new JobLog.Line(chunk.firstLine() + i, text(chunk, i)));
            }
            at = piece.next();
        }
        return new JobLog.Found(found, at == null ? -1 : at.line());
    }

    private boolean matches(LogChunk chunk, int line) {
        byte[] wanted = ascii;
        if (wanted == null) return text(chunk, line).toLowerCase(Locale.ROOT).contains(text);
        byte[] bytes = chunk.bytes();
        int last = chunk.bounds()[2 * line + 1] - wanted.length;
        if (wanted.length == 0) return true;
        for (int at = chunk.bounds()[2 * line]; at <= last; at++) {
            if (lower(bytes[at]) != wanted[0]) continue;
            int same = 1;
            while (same < wanted.length && lower(bytes[at + same]) == wanted[same]) same++;
            if (same == wanted.length) return true;
        }
        return false;
    }

    private static int lower(byte b) {
        return b >= 'A' && b <= 'Z' ? b + ('a' - 'A') : b;
    }

    private static String text(LogChunk chunk, int line) {
        int start = chunk.bounds()[2 * line];
        return new String(chunk.bytes(), start, chunk.bounds()[2 * line + 1] - start, StandardCharsets.UTF_8);
    }
}
