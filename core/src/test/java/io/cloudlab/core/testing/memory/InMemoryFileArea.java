package io.cloudlab.core.testing.memory;

import io.cloudlab.core.services.ServiceName;
import io.cloudlab.core.services.file.FileArea;
import io.cloudlab.core.services.file.FileInfo;
import io.cloudlab.core.services.file.OpenFile;
import io.cloudlab.core.services.file.ServiceFile;
import io.cloudlab.core.services.file.ServiceFolder;
import io.cloudlab.core.shared.Refused;
import io.cloudlab.core.shared.Unavailable;
import io.cloudlab.core.vault.PrivateKeys;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The files of services in memory. Thread-safe. */
public final class InMemoryFileArea implements FileArea {
    private final Map<ServiceFile, Stored> files = new ConcurrentHashMap<>();
    private final Set<ServiceFile> links = ConcurrentHashMap.newKeySet();
    private final Set<InMemoryDraft> drafts = ConcurrentHashMap.newKeySet();
    private final ReentrantLock lock = new ReentrantLock();
    private final Clock clock;
    private volatile boolean failing;

    private record Stored(byte[] content, Instant modified) {
        FileInfo info(String name) {
            return new FileInfo(name, content.length, modified, PrivateKeys.in(content));
        }
    }

    public InMemoryFileArea(Clock clock) {
        this.clock = clock;
    }

    /** Writes a file directly, as an external program would. */
    public void put(ServiceFile file, String content) {
        files.put(file, new Stored(content.getBytes(StandardCharsets.UTF_8), clock.instant()));
    }

    /** From now on a link stands there. */
    public void link(ServiceFile file) {
        links.add(file);
    }

    /** While it is so, no draft can be put in place. */
    public void failing(boolean now) {
        failing = now;
    }

    /** What stands there, as text. */
    public Optional<String> text(ServiceFile file) {
        return Optional.ofNullable(files.get(file)).map(stored -> new String(stored.content(), StandardCharsets.UTF_8));
    }

    /** How many drafts have been neither published nor removed. */
    public int unfinished() {
        return drafts.size();
    }

    @Override
    public List<FileInfo> list(ServiceName service, ServiceFolder folder) {
        return new HashSet<>(files.entrySet())
                .stream()
                        .filter(entry -> entry.getKey().service().equals(service)
                                && entry.getKey().folder() == folder)
                        .map(entry -> entry.getValue().info(entry.getKey().name()))
                        .sorted(Comparator.comparing(FileInfo::name))
                        .toList();
    }

    @Override
    public Optional<OpenFile> open(ServiceFile file) {
        requireNoLink(file);
        return Optional.ofNullable(files.get(file)).map(stored -> new Opened(stored.info(file.name()), stored));
    }

    @Override
    public Draft draft(ServiceFile file) {
        requireNoLink(file);
        InMemoryDraft draft = new InMemoryDraft(file);
        drafts.add(draft);
        return draft;
    }

    @Override
    public boolean delete(ServiceFile file) {
        return files.remove(file) != null;
    }

    @Override
    public <T> T exclusively(ServiceFile file, Supplier<T> work) {
        lock.lock();
        try {
            return work.get();
        } finally {
            lock.unlock();
        }
    }

    private void requireNoLink(ServiceFile file) {
        if (links.contains(file)) throw new Refused("not-a-file", "What stands there is not a regular file.");
    }

    private static final class Opened implements OpenFile {
        private final FileInfo info;
        private final InputStream content;

        Opened(FileInfo info, Stored stored) {
            this.info = info;
            this.content = new ByteArrayInputStream(stored.content());
        }

        @Override
        public FileInfo info() {
            return info;
        }

        @Override
        public InputStream content() {
            return content;
        }

        @Override
        public void close() {}
    }

    private final class InMemoryDraft implements Draft {
        private final ServiceFile file;
        private final ByteArrayOutputStream content = new ByteArrayOutputStream();
        private @Nullable Instant syncedAt;

        InMemoryDraft(ServiceFile file) {
            this.file = file;
        }

        @Override
        public void write(byte[] bytes, int from, int length) {
            content.write(bytes, from, length);
            syncedAt = null;
        }

        @Override
        public Instant sync() {
            Instant now = clock.instant();
            syncedAt = now;
            return now;
        }

        @Override
        public void publish() {
            if (failing) throw new Unavailable("disk-full", "The disk is full.");
            Instant writtenAt = syncedAt;
            if (writtenAt == null) throw new IllegalStateException("not synced");
            files.put(file, new Stored(content.toByteArray(), writtenAt));
            drafts.remove(this);
        }

        @Override
        public void close() {
            drafts.remove(this);
        }
    }
}
