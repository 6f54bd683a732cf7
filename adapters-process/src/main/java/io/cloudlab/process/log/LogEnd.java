package io.cloudlab.process.log;

import io.cloudlab.core.vault.Redactor;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** The end of a log, without counting its lines. */
final class LogEnd {
    private static final int WINDOW = 8 * 1024;

    private LogEnd() {}

    /** The last whole lines that lie within the last few KiB; of one that is longer than that, its end. */
    static List<String> read(Spool spool, int max, Redactor redactor) throws IOException {
        if (max <= 0) return List.of();
        boolean finished = spool.progress().finished();
        long size = finished ? spool.progress().seen() : spool.size();
        int margin = Math.max(0, redactor.longest() - 1);
        long start = Math.max(0, size - WINDOW - margin);
        byte[] bytes = new byte[(int) (size - start)];
        int read = spool.read(bytes, 0, bytes.length, start);
        int window = (int) Math.max(0, size - WINDOW - start);
        int settled = finished ? read : read - redactor.unsettled(bytes, 0, read);

        int from = window;
        if (start + window > 0) {
            int feed = Lines.indexOfLineFeed(bytes, window, read);
            if (feed >= 0 && feed + 1 < read) from = feed + 1;
        }
        List<int[]> bounds = new ArrayList<>();
        for (int at = from, next; (next = Lines.next(bytes, at, read, finished)) >= 0 && next <= settled; at = next) {
            bounds.add(new int[] {at, Lines.textEnd(bytes, at, next)});
        }
        redactor.mask(bytes, 0, read);
        List<String> lines = new ArrayList<>();
        for (int i = bounds.size() - 1; i >= 0 && lines.size() < max; i--) {
            int[] line = bounds.get(i);
            lines.add(new String(bytes, line[0], line[1] - line[0], StandardCharsets.UTF_8));
        }
        Collections.reverse(lines);
        return lines;
    }

    /** Up to where the bytes of a log may be shown: not into what may become a secret when there is more. */
    static long settled(Spool spool, Redactor redactor) throws IOException {
        long size = spool.progress().seen();
        if (spool.progress().finished() || redactor.masksNothing()) return size;
        byte[] bytes = new byte[(int) Math.min(size, redactor.longest())];
        int read = spool.read(bytes, 0, bytes.length, size - bytes.length);
        return size - redactor.unsettled(bytes, 0, read);
    }
}
