package io.cloudlab.process.log;

import io.cloudlab.core.jobs.log.JobLog;
import io.cloudlab.core.jobs.log.LogChunk;
import io.cloudlab.core.vault.Redactor;
import io.cloudlab.process.job.LinePosition;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Looks for a text in a log, without regard to case and to colours. What stands across the border at which a long line
 * is split is found in the part where it begins. One search reads a limited number of bytes and then says where to go on.
 */
final class LogSearch {
    private static final long MAX_BYTES = 64 << 20;
    /** Text beyond ASCII takes decoding every line. */
    private static final long MAX_BYTES_DECODED = 8 << 20;

    private static final int STEP = 256 * 1024;
    private static final byte[] NOTHING = {};

    private final Spool spool;
    private final SpoolReader reader;
    private final String text;
    private final byte @Nullable [] ascii;
    /** The bytes of one side of a border that suffice to find what stands across it. */
    private final int side;

    private final List<JobLog.Line> found = new ArrayList<>();
    /** The part before that was split and does not hold the text, or null. */
    private JobLog.@Nullable Line split;

    private byte[] splitEnd = NOTHING;

    LogSearch(Spool spool, Redactor redactor, String text) {
        this.spool = spool;
        this.reader = new SpoolReader(spool, redactor);
        this.text = text.toLowerCase(Locale.ROOT);
        this.ascii = text.chars().allMatch(c -> c < 0x80) ? this.text.getBytes(StandardCharsets.US_ASCII) : null;
        // Capitals may have more bytes than small letters; what is cut off at either end decodes to something else.
        this.side = ascii == null ? 2 * text.getBytes(StandardCharsets.UTF_8).length : Math.max(0, ascii.length - 1);
    }

    JobLog.Found from(long fromLine, int limit) throws IOException {
        LinePosition at = spool.locate(fromLine);
        long end = at == null ? 0 : at.offset() + (ascii == null ? MAX_BYTES_DECODED : MAX_BYTES);
        while (at != null && at.offset() < end) {
            SpoolReader.Piece piece = reader.read(at, at.offset() + STEP, Integer.MAX_VALUE);
            LogChunk chunk = piece.chunk();
            if (chunk.isEmpty()) return new JobLog.Found(found, -1);
            for (int i = 0; i < chunk.count(); i++) {
                JobLog.Line match = match(chunk, i);
                if (match == null) continue;
                if (found.size() == limit) return new JobLog.Found(found, match.number());
                found.add(match);
                if (match.number() < chunk.firstLine() + i) i--; // what comes after the border was not looked at yet
            }
            at = piece.next();
        }
        if (at != null && split != null) return new JobLog.Found(found, split.number());
        return new JobLog.Found(found, at == null ? -1 : at.line());
    }

    /** The line, or the part before it if the text stands across their border; null if neither holds it. */
    private JobLog.@Nullable Line match(LogChunk chunk, int line) {
        byte[] bytes = chunk.bytes();
        int from = chunk.bounds()[2 * line];
        int to = chunk.bounds()[2 * line + 1];
        boolean ended = isEnded(bytes, to);
        if (ControlCodes.isIn(bytes, from, to)) {
            bytes = ControlCodes.without(bytes, from, to);
            from = 0;
            to = bytes.length;
        }
        JobLog.Line before = split;
        split = null;
        if (before != null && holds(joined(splitEnd, bytes, from, to))) return before;
        boolean holds = holds(bytes, from, to);
        if (!holds && ended) return null;
        JobLog.Line here = new JobLog.Line(chunk.firstLine() + line, text(chunk, line));
        if (holds) return here;
        split = here;
        splitEnd = Arrays.copyOfRange(bytes, Math.max(from, to - side), to);
        return null;
    }

    private byte[] joined(byte[] before, byte[] bytes, int from, int to) {
        int length = Math.min(side, to - from);
        byte[] both = Arrays.copyOf(before, before.length + length);
        System.arraycopy(bytes, from, both, before.length, length);
        return both;
    }

    private boolean holds(byte[] bytes) {
        return holds(bytes, 0, bytes.length);
    }

    private boolean holds(byte[] bytes, int from, int to) {
        byte[] wanted = ascii;
        if (wanted == null)
            return new String(bytes, from, to - from, StandardCharsets.UTF_8)
                    .toLowerCase(Locale.ROOT)
                    .contains(text);
        if (wanted.length == 0) return true;
        int last = to - wanted.length;
        for (int at = from; at <= last; at++) {
            if (lower(bytes[at]) != wanted[0]) continue;
            int same = 1;
            while (same < wanted.length && lower(bytes[at + same]) == wanted[same]) same++;
            if (same == wanted.length) return true;
        }
        return false;
    }

    /** Whether a line feed ends the line, and no split does. */
    private static boolean isEnded(byte[] bytes, int end) {
        if (end >= bytes.length) return false;
        return bytes[end] == '\n' || bytes[end] == '\r' && end + 1 < bytes.length && bytes[end + 1] == '\n';
    }

    private static int lower(byte b) {
        return b >= 'A' && b <= 'Z' ? b + ('a' - 'A') : b;
    }

    private static String text(LogChunk chunk, int line) {
        int start = chunk.bounds()[2 * line];
        return new String(chunk.bytes(), start, chunk.bounds()[2 * line + 1] - start, StandardCharsets.UTF_8);
    }
}
