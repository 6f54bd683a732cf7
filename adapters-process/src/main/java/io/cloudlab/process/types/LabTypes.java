package io.cloudlab.process.types;

import io.cloudlab.core.inventory.type.ItemType;
import io.cloudlab.core.inventory.type.TypeSlug;
import io.cloudlab.core.inventory.type.TypeSource;
import io.cloudlab.process.directory.FileStamp;
import io.cloudlab.process.directory.SecureDirectory;
import java.io.IOException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The types below {@code inventory_types/}. Keeps what it has read and looks again, at most every 200 ms, whether files
 * have changed. While one thread looks, the others are answered with what was known. A single type's file is looked at each
 * time it is asked for.
 */
public final class LabTypes implements TypeSource {
    public static final String DIRECTORY = "inventory_types";

    private static final Logger LOG = LoggerFactory.getLogger(LabTypes.class);
    private static final long FRESH_NANOS = Duration.ofMillis(200).toNanos();
    private static final int MAX_FILES = 500;

    private final Path root;
    private final Clock clock;
    private final LongSupplier ticker;
    private final TypeFile.Reading reading;
    private final ReentrantLock looking = new ReentrantLock();
    private final AtomicLong changes = new AtomicLong();
    private Set<String> warned = Set.of();
    private volatile @Nullable Known known;

    /**
     * @param directory its stamp from before it was read, if it can be told by it whether files have come or gone
     * @param changes how many had been told of when this was begun
     */
    private record Known(
            Loaded loaded, Map<String, TypeFile> files, Optional<FileStamp> directory, long changes, long since) {
        static final Known NOTHING = new Known(Loaded.NONE, Map.of(), Optional.empty(), 0, 0);

        /** The first that uses the slug, as in {@link #together}. */
        Optional<Map.Entry<String, TypeFile>> file(TypeSlug slug) {
            return files.entrySet().stream()
                    .filter(file -> {
                        ItemType type = file.getValue().type();
                        return type != null && type.slug().equals(slug);
                    })
                    .findFirst();
        }
    }

    /** @param ticker nanoseconds of a clock that never goes back */
    public LabTypes(Path root, Clock clock, LongSupplier ticker) {
        this(root, clock, ticker, TypeFile.Reading.SERVING);
    }

    public LabTypes(Path root, Clock clock, LongSupplier ticker, TypeFile.Reading reading) {
        this.reading = reading;
        this.root = root;
        this.clock = clock;
        this.ticker = ticker;
    }

    @Override
    public Loaded types() {
        return current().loaded();
    }

    @Override
    public Loaded now() {
        changes.incrementAndGet();
        return types();
    }

    @Override
    public Optional<ItemType> type(String slug) {
        Known last = current();
        Optional<ItemType> type = last.loaded().find(slug);
        return type.isPresent() && holds(type.get(), last) ? type : now().find(slug);
    }

    private boolean holds(ItemType type, Known last) {
        Optional<Map.Entry<String, TypeFile>> file = last.file(type.slug());
        if (file.isEmpty()
                || !file.get().getValue().settled()
                || last.directory().isEmpty()) return false;
        try {
            Optional<SecureDirectory> tree = SecureDirectory.open(root, List.of(DIRECTORY));
            if (tree.isEmpty()) return false;
            try (SecureDirectory directory = tree.get()) {
                return FileStamp.of(directory.attributes(".")).equals(last.directory())
                        && FileStamp.of(directory.attributes(file.get().getKey()))
                                .equals(file.get().getValue().stamp());
            }
        } catch (IOException e) {
            return false;
        }
    }

    private Known current() {
        Known last = known;
        if (last != null && isFresh(last)) return last;
        if (last == null || last.changes() != changes.get()) looking.lock();
        else if (!looking.tryLock()) return last;
        try {
            last = known;
            if (last == null || !isFresh(last)) {
                last = look(last == null ? Known.NOTHING : last, changes.get());
                known = last;
            }
            return last;
        } finally {
            looking.unlock();
        }
    }

    private boolean isFresh(Known last) {
        return last.changes() == changes.get() && ticker.getAsLong() - last.since() < FRESH_NANOS;
    }

    private Known look(Known before, long upTo) {
        Known now;
        try {
            now = renewed(before, upTo, clock.instant());
        } catch (IOException e) {
            String why = e.getClass().getSimpleName();
            now = stays(before, upTo, DIRECTORY + " cannot be read, what was known of it stays: " + why + ".");
        }
        List<String> problems = now.loaded().problems();
        for (String problem : problems) if (reading.logged() && !warned.contains(problem)) LOG.warn("{}", problem);
        warned = Set.copyOf(problems);
        return now;
    }

    private Known known(Loaded loaded, Known before, Map<String, TypeFile> files, long upTo) {
        Loaded same = loaded.equals(before.loaded()) ? before.loaded() : loaded;
        return new Known(same, files, Optional.empty(), upTo, ticker.getAsLong());
    }

    private Known stays(Known before, long upTo, String problem) {
        return known(new Loaded(before.loaded().types(), List.of(problem), false), before, before.files(), upTo);
    }

    /** A lab without types has no such directory; where there were types, it is rather away for a while. */
    private Known away(Known before, long upTo) {
        if (before.loaded().types().isEmpty()) return known(Loaded.NONE, before, Map.of(), upTo);
        return stays(before, upTo, DIRECTORY + " is not there any more, what was known of it stays.");
    }

    private Known renewed(Known before, long upTo, Instant now) throws IOException {
        Map<String, TypeFile> found = new LinkedHashMap<>();
        Optional<SecureDirectory> tree = SecureDirectory.open(root, List.of(DIRECTORY));
        if (tree.isEmpty()) return away(before, upTo);
        Optional<FileStamp> self;
        try (SecureDirectory directory = tree.get()) {
            self = FileStamp.of(directory.attributes(".")).filter(stamp -> stamp.isSettled(now));
            for (String name : directory.names()) {
                if (!name.endsWith(".yaml") && !name.endsWith(".yml") || name.startsWith(".")) continue;
                if (found.size() == MAX_FILES) {
                    found.put(name, TypeFile.tooMany(name, MAX_FILES));
                    break;
                }
                Optional<PosixFileAttributes> attributes = directory.attributes(name);
                Optional<FileStamp> stamp = FileStamp.of(attributes);
                TypeFile former = before.files().get(name);
                boolean holds =
                        former != null && former.settled() && former.stamp().equals(stamp);
                found.put(name, holds ? former : TypeFile.read(directory, name, stamp, now, reading));
            }
        }
        Known read = known(together(found), before, found, upTo);
        return new Known(read.loaded(), found, self, upTo, read.since());
    }

    /** A slug belongs to the first file that uses it. */
    private static Loaded together(Map<String, TypeFile> files) {
        List<ItemType> types = new ArrayList<>();
        List<String> problems = new ArrayList<>();
        Set<String> slugs = new HashSet<>();
        files.forEach((name, file) -> {
            problems.addAll(file.problems());
            ItemType type = file.type();
            if (type == null) return;
            if (slugs.add(type.slug().value())) types.add(type);
            else problems.add(TypeFile.shown(name) + " is skipped: another file has the slug '" + type.slug() + "'.");
        });
        long known = files.values().stream().filter(file -> file.type() != null).count();
        boolean whole = files.values().stream().allMatch(TypeFile::usable) && known == types.size();
        return new Loaded(types, problems, whole);
    }
}
