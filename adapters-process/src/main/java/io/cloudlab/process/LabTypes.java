package io.cloudlab.process;

import io.cloudlab.core.inventory.ItemType;
import io.cloudlab.core.inventory.TypeSource;
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
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The types below {@code inventory_types/}. Keeps what it has read and looks again, at most every 200 ms, whether files
 * have changed. While one thread looks, the others are answered with what was known.
 */
final class LabTypes implements TypeSource {
    static final String DIRECTORY = "inventory_types";

    private static final Logger LOG = LoggerFactory.getLogger(LabTypes.class);
    private static final long FRESH_NANOS = Duration.ofMillis(200).toNanos();
    private static final int MOST_FILES = 500;

    private final Path root;
    private final Clock clock;
    private final LongSupplier ticker;
    private final TypeFile.Reading reading;
    private final ReentrantLock looking = new ReentrantLock();
    private Map<String, TypeFile> files = Map.of();
    private Set<String> warned = Set.of();
    private volatile @Nullable Known known;

    private record Known(Loaded loaded, long since) {}

    /** @param ticker nanoseconds of a clock that never goes back */
    LabTypes(Path root, Clock clock, LongSupplier ticker) {
        this(root, clock, ticker, TypeFile.Reading.SERVING);
    }

    LabTypes(Path root, Clock clock, LongSupplier ticker, TypeFile.Reading reading) {
        this.reading = reading;
        this.root = root;
        this.clock = clock;
        this.ticker = ticker;
    }

    @Override
    public Loaded types() {
        Known last = known;
        if (last != null && isFresh(last)) return last.loaded();
        if (last == null) looking.lock();
        else if (!looking.tryLock()) return last.loaded();
        try {
            last = known;
            if (last == null || !isFresh(last)) {
                last = new Known(look(last == null ? Loaded.NONE : last.loaded()), ticker.getAsLong());
                known = last;
            }
            return last.loaded();
        } finally {
            looking.unlock();
        }
    }

    private boolean isFresh(Known last) {
        return ticker.getAsLong() - last.since() < FRESH_NANOS;
    }

    private Loaded look(Loaded before) {
        Loaded now;
        try {
            now = renewed(clock.instant()) ? together(files) : away(before);
        } catch (IOException broken) {
            String why = broken.getClass().getSimpleName();
            now = stays(before, DIRECTORY + " cannot be read, what was known of it stays: " + why + ".");
        }
        for (String problem : now.problems()) if (reading.logged() && !warned.contains(problem)) LOG.warn(problem);
        warned = Set.copyOf(now.problems());
        return now.equals(before) ? before : now;
    }

    private static Loaded stays(Loaded before, String problem) {
        return new Loaded(before.types(), List.of(problem), false);
    }

    /** A lab without types has no such directory; where there were types, it is rather away for a while. */
    private static Loaded away(Loaded before) {
        if (before.types().isEmpty()) return Loaded.NONE;
        return stays(before, DIRECTORY + " is not there any more, what was known of it stays.");
    }

    /** @return false if there is no directory */
    private boolean renewed(Instant now) throws IOException {
        Map<String, TypeFile> found = new LinkedHashMap<>();
        Optional<CatalogueTree> tree = CatalogueTree.open(root, List.of(DIRECTORY));
        if (tree.isEmpty()) return false;
        try (CatalogueTree directory = tree.get()) {
            for (String name : directory.names()) {
                if (!name.endsWith(".yaml") && !name.endsWith(".yml") || name.startsWith(".")) continue;
                if (found.size() == MOST_FILES) {
                    found.put(name, TypeFile.tooMany(name, MOST_FILES));
                    break;
                }
                Optional<PosixFileAttributes> attributes = directory.attributes(name);
                Optional<CatalogueStamp> stamp = CatalogueStamp.of(attributes);
                TypeFile former = files.get(name);
                boolean holds =
                        former != null && former.settled() && former.stamp().equals(stamp);
                found.put(name, holds ? former : TypeFile.read(directory, name, stamp, now, reading));
            }
        }
        files = found;
        return true;
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
