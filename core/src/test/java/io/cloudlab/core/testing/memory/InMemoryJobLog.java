package io.cloudlab.core.testing.memory;

import io.cloudlab.core.jobs.job.JobId;
import io.cloudlab.core.jobs.log.JobLog;
import io.cloudlab.core.jobs.log.LogChunk;
import io.cloudlab.core.shared.Unavailable;
import io.cloudlab.core.vault.Redactor;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Logs in memory; {@link #print} stands for what processes write. Thread-safe. */
public final class InMemoryJobLog implements JobLog {
    private static final Pattern DEPLOYMENT_ID = Pattern.compile("DEPLOYMENT_ID=([\\w-]+)");

    private final Map<JobId, InMemoryLog> logs = new HashMap<>();
    private final Map<JobId, Set<Runnable>> followers = new ConcurrentHashMap<>();
    private final Set<JobId> broken = ConcurrentHashMap.newKeySet();
    private volatile Runnable searching = () -> {};
    private volatile boolean full;
    private volatile int readable = Integer.MAX_VALUE;

    /** What processes write to their job's output. */
    public void print(JobId id, String text) {
        print(id, text.getBytes(StandardCharsets.UTF_8));
    }

    public void print(JobId id, byte[] bytes) {
        synchronized (this) {
            logs.computeIfAbsent(id, key -> new InMemoryLog()).bytes.writeBytes(bytes);
        }
        wake(id);
    }

    /** Whether the disk is full from now on. */
    public void full(boolean now) {
        full = now;
    }

    /** What every search does first from now on, on its own thread. */
    public void searching(Runnable first) {
        searching = first;
    }

    /** How many bytes of a log can be read raw from now on before the disk fails. */
    public void readable(int bytes) {
        readable = bytes;
    }

    /** The log of this job cannot be read from now on. */
    public void unreadable(JobId id) {
        broken.add(id);
    }

    /** Whether there is a log, even an empty one. */
    public synchronized boolean exists(JobId id) {
        return logs.containsKey(id);
    }

    /** The lines as they were written, nothing masked. */
    public List<String> lines(JobId id) {
        return read(id, 0, Integer.MAX_VALUE, Integer.MAX_VALUE, Redactor.NONE).lines();
    }

    @Override
    public synchronized void create(JobId id) {
        requireRoom();
        logs.computeIfAbsent(id, key -> new InMemoryLog());
    }

    @Override
    public void requireRoom() {
        if (full) throw new Unavailable("disk-full", "The disk is too full for new jobs.");
    }

    @Override
    public void append(JobId id, String line) {
        synchronized (this) {
            InMemoryLog log = logs.computeIfAbsent(id, key -> new InMemoryLog());
            if (!log.finished) log.add(line);
        }
        wake(id);
    }

    @Override
    public synchronized State state(JobId id) {
        InMemoryLog log = logs.get(id);
        if (log == null) return State.EMPTY;
        Matcher deployment = DEPLOYMENT_ID.matcher(log.bytes.toString(StandardCharsets.UTF_8));
        return new State(
                snapshot(id, Redactor.NONE).count(),
                log.bytes.size(),
                log.finished,
                deployment.find() ? deployment.group(1) : null);
    }

    @Override
    public LogChunk read(JobId id, long fromLine, int maxLines, int maxBytes, Redactor redactor) {
        if (broken.contains(id)) throw new Unavailable("log-unreadable", "The log of this job cannot be read now.");
        Snapshot log = snapshot(id, redactor);
        int from = (int) Math.min(fromLine, log.count());
        int to = from;
        int size = 0;
        while (to < log.count() && to - from < maxLines && (to == from || size + log.length(to) <= maxBytes)) {
            size += log.length(to++);
        }
        int[] bounds = log.bounds.stream()
                .skip(2L * from)
                .limit(2L * (to - from))
                .mapToInt(at -> at)
                .toArray();
        return bounds.length == 0 ? LogChunk.empty(fromLine) : new LogChunk(from, log.bytes, bounds, to);
    }

    @Override
    public List<String> tail(JobId id, int lines, Redactor redactor) {
        return read(id, Math.max(0, state(id).lines() - lines), lines, Integer.MAX_VALUE, redactor)
                .lines();
    }

    @Override
    public InputStream raw(JobId id, Redactor redactor) {
        Snapshot log = snapshot(id, redactor);
        if (log.settled <= readable) return new ByteArrayInputStream(log.bytes, 0, log.settled);
        InputStream broken = new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("the disk is broken here");
            }
        };
        return new SequenceInputStream(new ByteArrayInputStream(log.bytes, 0, readable), broken);
    }

    @Override
    public Found search(JobId id, String text, long fromLine, int limit, Redactor redactor) {
        searching.run();
        List<String> all = read(id, 0, 1 << 30, 1 << 30, redactor).lines();
        String wanted = text.toLowerCase(Locale.ROOT);
        List<Line> found = new ArrayList<>();
        int at = (int) fromLine;
        for (; at < all.size() && found.size() < limit; at++) {
            String plain = all.get(at).replaceAll("\u001b\\[[0-9;]*[A-Za-z]", "");
            if (plain.toLowerCase(Locale.ROOT).contains(wanted)) found.add(new Line(at, all.get(at)));
        }
        return new Found(found, at < all.size() ? at : -1);
    }

    /** Half a second passes, in which nothing is printed. */
    public void letOpenLineStand(JobId id) {
        synchronized (this) {
            InMemoryLog log = logs.get(id);
            log.standing = log.bytes.size();
        }
        wake(id);
    }

    @Override
    public synchronized Optional<Line> openLine(JobId id, Redactor redactor) {
        InMemoryLog log = logs.get(id);
        if (log == null || log.finished) return Optional.empty();
        byte[] bytes = log.bytes.toByteArray();
        int start = bytes.length;
        while (start > 0 && bytes[start - 1] != '\n') start--;
        int to = bytes.length - redactor.unsettled(bytes, 0, bytes.length);
        if (log.standing <= start || to <= start) return Optional.empty();
        redactor.mask(bytes, 0, bytes.length);
        String text = new String(bytes, start, to - start, StandardCharsets.UTF_8);
        return Optional.of(new Line(state(id).lines(), text.replaceAll("\ufffd$", "")));
    }

    @Override
    public Cursor follow(JobId id, long fromLine, Redactor redactor, Runnable wake) {
        Runnable own = wake::run;
        followers.computeIfAbsent(id, key -> ConcurrentHashMap.newKeySet()).add(own);
        return new Cursor() {
            private long at = fromLine;
            private Optional<Line> told = Optional.empty();

            @Override
            public LogChunk next(int maxBytes) {
                LogChunk chunk = read(id, at, Integer.MAX_VALUE, maxBytes, redactor);
                at = chunk.nextLine();
                return chunk;
            }

            @Override
            public Optional<Line> openLine() {
                Optional<Line> now = InMemoryJobLog.this.openLine(id, redactor).filter(line -> line.number() == at);
                return now.equals(told) ? Optional.empty() : (told = now);
            }

            @Override
            public boolean atEnd() {
                State state = state(id);
                return state.finished() && at >= state.lines();
            }

            @Override
            public void close() {
                followers.getOrDefault(id, Set.of()).remove(own);
            }
        };
    }

    @Override
    public State finish(JobId id, List<String> trailer) {
        synchronized (this) {
            InMemoryLog log = logs.computeIfAbsent(id, key -> new InMemoryLog());
            if (log.finished) return state(id);
            log.finish();
            List<String> lines = lines(id);
            int there = Math.min(trailer.size(), lines.size());
            while (!lines.subList(lines.size() - there, lines.size()).equals(trailer.subList(0, there))) there--;
            trailer.subList(there, trailer.size()).forEach(line -> log.add(line));
        }
        wake(id);
        return state(id);
    }

    @Override
    public synchronized void finishedBefore(Instant time, Consumer<JobId> each) {
        List<JobId> found = new ArrayList<>();
        logs.forEach((id, log) -> {
            if (log.wasFinishedBefore(time)) found.add(id);
        });
        found.forEach(each);
    }

    @Override
    public synchronized void delete(JobId id) {
        logs.remove(id);
    }

    private void wake(JobId id) {
        followers.getOrDefault(id, Set.of()).forEach(Runnable::run);
    }

    /**
     * @param bytes already masked
     * @param bounds where each line starts and ends, two entries per line
     * @param settled the bytes from here on may be the beginning of a secret
     */
    private record Snapshot(byte[] bytes, List<Integer> bounds, int settled) {
        int count() {
            return bounds.size() / 2;
        }

        int length(int line) {
            return bounds.get(2 * line + 1) - bounds.get(2 * line);
        }
    }

    private synchronized Snapshot snapshot(JobId id, Redactor redactor) {
        InMemoryLog log = logs.get(id);
        if (log == null) return new Snapshot(new byte[0], List.of(), 0);
        byte[] bytes = log.bytes.toByteArray();
        int settled = log.finished ? bytes.length : bytes.length - redactor.unsettled(bytes, 0, bytes.length);
        List<Integer> bounds = new ArrayList<>();
        for (int start = 0, next; (next = lineAfter(bytes, start, log.finished)) > 0 && next <= settled; start = next) {
            int end = bytes[next - 1] == '\n' ? next - 1 : next;
            if (end < next && end > start && bytes[end - 1] == '\r') end--;
            bounds.add(start);
            bounds.add(end);
        }
        redactor.mask(bytes, 0, bytes.length);
        return new Snapshot(bytes, bounds, settled);
    }

    /** Where the next line starts; -1 if there is no whole line. */
    private static int lineAfter(byte[] bytes, int start, boolean finished) {
        int longest = start + MAX_LINE_LENGTH;
        for (int at = start; at < Math.min(bytes.length, longest + 2); at++) {
            if (bytes[at] == '\n' && (at <= longest || bytes[longest] == '\r')) return at + 1;
        }
        if (bytes.length == longest + 1 && bytes[longest] == '\r' && !finished) return -1;
        if (bytes.length > longest) {
            int border = longest;
            while (border > longest - 4 && (bytes[border] & 0xc0) == 0x80) border--;
            return border;
        }
        return finished && start < bytes.length ? bytes.length : -1;
    }
}
