package io.cloudlab.http;

import io.cloudlab.core.jobs.JobId;
import io.cloudlab.core.jobs.JobLog;
import io.cloudlab.core.jobs.LogChunk;
import io.cloudlab.core.vault.Redactor;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** Logs in memory, as lines of bytes; secrets are not masked. */
final class FakeLog implements JobLog {
    private final Map<JobId, Log> logs = new ConcurrentHashMap<>();

    private static final class Log {
        private final List<byte[]> lines = new ArrayList<>();
        private final List<Runnable> wakes = new CopyOnWriteArrayList<>();
        private boolean finished;
    }

    void write(JobId id, byte[] line) {
        Log log = log(id);
        synchronized (log) {
            log.lines.add(line);
        }
        log.wakes.forEach(Runnable::run);
    }

    private Log log(JobId id) {
        return logs.computeIfAbsent(id, added -> new Log());
    }

    @Override
    public void create(JobId id) {
        log(id);
    }

    @Override
    public void requireRoom() {}

    @Override
    public void append(JobId id, String line) {
        write(id, line.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public State state(JobId id) {
        Log log = log(id);
        synchronized (log) {
            return new State(
                    log.lines.size(),
                    log.lines.stream().mapToLong(line -> line.length + 1).sum(),
                    log.finished,
                    null);
        }
    }

    @Override
    public LogChunk read(JobId id, long fromLine, int maxLines, int maxBytes, Redactor redactor) {
        Log log = log(id);
        synchronized (log) {
            int from = (int) Math.min(fromLine, log.lines.size());
            int to = from;
            int size = 0;
            while (to < log.lines.size() && to - from < maxLines && (to == from || size < maxBytes)) {
                size += log.lines.get(to++).length + 1;
            }
            byte[] bytes = new byte[size];
            int[] bounds = new int[2 * (to - from)];
            int at = 0;
            for (int i = from; i < to; i++) {
                byte[] line = log.lines.get(i);
                System.arraycopy(line, 0, bytes, at, line.length);
                bounds[2 * (i - from)] = at;
                bounds[2 * (i - from) + 1] = at + line.length;
                at += line.length + 1;
            }
            return new LogChunk(from, bytes, bounds, to);
        }
    }

    @Override
    public List<String> tail(JobId id, int lines, Redactor redactor) {
        List<String> all =
                read(id, 0, Integer.MAX_VALUE, Integer.MAX_VALUE, redactor).lines();
        return all.subList(Math.max(0, all.size() - lines), all.size());
    }

    @Override
    public InputStream raw(JobId id, Redactor redactor) {
        byte[] bytes =
                read(id, 0, Integer.MAX_VALUE, Integer.MAX_VALUE, redactor).bytes();
        for (int i = 0, line = 0; line < log(id).lines.size(); line++) {
            i += log(id).lines.get(line).length;
            bytes[i++] = '\n';
        }
        return new ByteArrayInputStream(bytes);
    }

    @Override
    public Found search(JobId id, String text, long fromLine, int limit, Redactor redactor) {
        List<String> all =
                read(id, 0, Integer.MAX_VALUE, Integer.MAX_VALUE, redactor).lines();
        List<Line> found = new ArrayList<>();
        for (int i = (int) fromLine; i < all.size(); i++) {
            if (!all.get(i).toLowerCase(Locale.ROOT).contains(text.toLowerCase(Locale.ROOT))) continue;
            if (found.size() == limit) return new Found(found, i);
            found.add(new Line(i, all.get(i)));
        }
        return new Found(found, -1);
    }

    @Override
    public Cursor follow(JobId id, long fromLine, Redactor redactor, Runnable wake) {
        Log log = log(id);
        log.wakes.add(wake);
        return new Cursor() {
            private long line = fromLine;

            @Override
            public LogChunk next(int maxBytes) {
                LogChunk chunk = read(id, line, Integer.MAX_VALUE, maxBytes, redactor);
                line = chunk.nextLine();
                return chunk;
            }

            @Override
            public boolean atEnd() {
                synchronized (log) {
                    return log.finished && line >= log.lines.size();
                }
            }

            @Override
            public void close() {
                log.wakes.remove(wake);
            }
        };
    }

    /** How many follow the log now. */
    int followers(JobId id) {
        return log(id).wakes.size();
    }

    @Override
    public State finish(JobId id, List<String> trailer) {
        Log log = log(id);
        synchronized (log) {
            trailer.forEach(line -> log.lines.add(line.getBytes(StandardCharsets.UTF_8)));
            log.finished = true;
        }
        log.wakes.forEach(Runnable::run);
        return state(id);
    }

    @Override
    public void delete(JobId id) {
        logs.remove(id);
    }
}
