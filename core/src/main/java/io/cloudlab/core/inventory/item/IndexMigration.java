package io.cloudlab.core.inventory.item;

import io.cloudlab.core.inventory.type.ItemType;
import io.cloudlab.core.inventory.type.TypeSlug;
import io.cloudlab.core.shared.Transactions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Brings stored objects in step with types whose fields have changed, some hundred objects at a time: what they are found
 * by, and what is secret now. It goes through a type's objects twice, since a request that began under the former type may
 * end a little later, and through those that share a value which has become unique until people have parted them. One
 * thread at a time may call it; {@link #stop} and {@link #clashes} are for others.
 */
public final class IndexMigration {
    private static final System.Logger LOGGER = System.getLogger(IndexMigration.class.getName());
    private static final int BATCH = 500;
    private static final int SHOWN = 5;
    private static final Duration PAUSE = Duration.ofMinutes(1);
    private static final long TURN_NANOS = TimeUnit.SECONDS.toNanos(1);

    /** Another one has all objects gone through again. */
    private static final String FORMAT = "3;";

    private final Transactions transactions;
    private final ItemStore items;
    private final FieldSecrets secrets;
    private final Clock clock;
    private final Map<TypeSlug, String> followed = new HashMap<>();
    private final Map<TypeSlug, Pass> passes = new LinkedHashMap<>();
    private final Map<TypeSlug, Pass> later = new LinkedHashMap<>();
    private final Map<TypeSlug, String> clashes = new ConcurrentHashMap<>();
    private volatile boolean stopped;

    public IndexMigration(Transactions transactions, ItemStore items, FieldSecrets secrets, Clock clock) {
        this.transactions = transactions;
        this.items = items;
        this.secrets = secrets;
        this.clock = clock;
    }

    /** One way through the objects of a type. */
    private static final class Pass {
        final ItemType type;

        /** The objects it is about; null for all. */
        final @Nullable List<Long> only;

        final Instant due;
        final boolean last;
        final Set<Long> clashing = new TreeSet<>();
        long at;

        Pass(ItemType type, @Nullable List<Long> only, Instant due, boolean last) {
            this.type = type;
            this.only = only;
            this.due = due;
            this.last = last;
        }
    }

    /** These are the types now. */
    void follow(List<ItemType> types) {
        Set<TypeSlug> slugs = types.stream().map(ItemType::slug).collect(Collectors.toSet());
        passes.keySet().retainAll(slugs);
        later.keySet().retainAll(slugs);
        clashes.keySet().retainAll(slugs);
        for (ItemType type : types) {
            String definition = definition(type);
            boolean stored = items.indexedBy(type.slug()).equals(definition);
            String former = followed.put(type.slug(), definition);
            // what another server has stored says nothing of objects written here under the former type
            boolean same = former == null ? stored : former.equals(definition);
            if (!same) passes.put(type.slug(), new Pass(type, null, clock.instant(), false));
        }
    }

    /** Works on what there is to do, for about a second. */
    void work() {
        later.values().stream()
                .filter(pass -> !pass.due.isAfter(clock.instant()))
                .toList()
                .forEach(pass -> {
                    later.remove(pass.type.slug());
                    passes.putIfAbsent(pass.type.slug(), pass);
                });
        long begun = System.nanoTime();
        while (!passes.isEmpty() && !stopped && System.nanoTime() - begun < TURN_NANOS)
            step(passes.values().iterator().next());
    }

    /** What is being done comes to its end after some hundred objects; the next start begins again. */
    public void stop() {
        stopped = true;
    }

    /** Which objects share what is unique now, one sentence for each type. */
    List<String> clashes() {
        return List.copyOf(clashes.values());
    }

    private void step(Pass pass) {
        List<Long> batch = next(pass);
        pass.clashing.addAll(transactions.call(() -> {
            items.lockType(pass.type.slug()); // who synchronises reads first and writes later
            return batch.stream()
                    .flatMap(id -> items.lock(id).stream())
                    .filter(item -> !reindexed(pass.type, item))
                    .map(Item::id)
                    .toList();
        }));
        if (!batch.isEmpty()) pass.at = batch.get(batch.size() - 1);
        if (batch.size() == BATCH) return;
        passes.remove(pass.type.slug());
        finish(pass);
    }

    private List<Long> next(Pass pass) {
        if (pass.only == null)
            return items.after(pass.type.slug(), pass.at, BATCH).stream()
                    .map(Item::id)
                    .toList();
        return pass.only.stream().filter(id -> id > pass.at).limit(BATCH).toList();
    }

    private boolean reindexed(ItemType type, Item item) {
        Map<String, Object> sealed = secrets.sealed(type, item);
        if (sealed != item.data()) items.replaceData(item.withData(sealed));
        return items.reindex(item, ItemIndex.of(type, sealed));
    }

    /** A type counts as done only when nothing clashes, so that a restart finds again what does. */
    private void finish(Pass pass) {
        TypeSlug slug = pass.type.slug();
        Instant soon = clock.instant().plus(PAUSE);
        if (pass.clashing.isEmpty()) {
            items.indexedBy(slug, definition(pass.type));
            clashes.remove(slug);
            if (!pass.last) later.put(slug, new Pass(pass.type, null, soon, true));
            return;
        }
        List<Long> left = List.copyOf(pass.clashing);
        String some = left.stream().limit(SHOWN).map(String::valueOf).collect(Collectors.joining(", "));
        String sentence =
                "Type " + slug + ": objects hold values that others hold as well, in fields that are unique now: "
                        + left.size() + " (" + some + (left.size() > SHOWN ? ", …" : "") + ").";
        if (clashes.put(slug, sentence) == null) LOGGER.log(System.Logger.Level.WARNING, sentence);
        later.put(slug, new Pass(pass.type, pass.last ? left : null, soon, true));
    }

    /** What the index of an object depends on. */
    private static String definition(ItemType type) {
        return type.fields().stream()
                .map(field -> field.name() + ":" + field.type().word() + (field.unique() ? ":unique" : "")
                        + (field.searchable() ? ":searchable" : ""))
                .sorted()
                .collect(Collectors.joining(",", FORMAT, ""));
    }
}
