package io.cloudlab.core.inventory;

import io.cloudlab.core.shared.Transactions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * Brings stored objects in step with types whose fields have changed, some hundred objects at a time: what they are found
 * by, and what is secret now. Objects that share a value which has become unique are tried again until people have parted
 * them. One thread at a time may call it; {@link #stop} and {@link #clashes} are for others.
 */
final class Reindexing {
    private static final System.Logger LOGGER = System.getLogger(Reindexing.class.getName());
    private static final int BATCH = 500;
    private static final int SHOWN = 5;
    private static final Duration PAUSE = Duration.ofMinutes(1);

    private final Transactions transactions;
    private final ItemStore items;
    private final FieldSecrets secrets;
    private final Clock clock;
    private final Map<ItemType, Set<Long>> clashing = new LinkedHashMap<>();
    private final Map<TypeSlug, String> clashes = new ConcurrentHashMap<>();
    private Instant tried = Instant.MIN;
    private volatile boolean stopped;

    Reindexing(Inventory.Parts parts, FieldSecrets secrets) {
        this.transactions = parts.transactions();
        this.items = parts.items();
        this.secrets = secrets;
        this.clock = parts.clock();
    }

    /** @return false if it was stopped before all was done */
    boolean follow(List<ItemType> types) {
        clashing.keySet().retainAll(types);
        clashes.keySet().retainAll(types.stream().map(ItemType::slug).toList());
        for (ItemType type : types) {
            if (!items.indexedBy(type.slug()).equals(definition(type))) all(type);
            if (stopped) return false;
        }
        tried = clock.instant();
        return true;
    }

    /** Tries again, not too often, what could not be done because of values that clash. */
    void again() {
        if (clashing.isEmpty() || clock.instant().isBefore(tried.plus(PAUSE))) return;
        Map.copyOf(clashing).forEach((type, ids) -> {
            Set<Long> left = new TreeSet<>();
            for (long id : ids) left.addAll(some(type, List.of(id)));
            note(type, left);
        });
        tried = clock.instant();
    }

    /** What is being done comes to its end after some hundred objects; the next start goes on with the rest. */
    void stop() {
        stopped = true;
    }

    /** Which objects share what is unique now, one sentence for each type. */
    List<String> clashes() {
        return List.copyOf(clashes.values());
    }

    private void all(ItemType type) {
        Set<Long> left = new TreeSet<>();
        long last = 0;
        List<Long> batch;
        do {
            batch = items.after(type.slug(), last, BATCH).stream().map(Item::id).toList();
            left.addAll(some(type, batch));
            if (!batch.isEmpty()) last = batch.get(batch.size() - 1);
        } while (batch.size() == BATCH && !stopped);
        if (batch.size() < BATCH) note(type, left);
    }

    /** @return those that clash */
    private List<Long> some(ItemType type, List<Long> ids) {
        return transactions.call(() -> ids.stream()
                .flatMap(id -> items.lock(id).stream())
                .filter(item -> !reindexed(type, item))
                .map(Item::id)
                .toList());
    }

    private boolean reindexed(ItemType type, Item item) {
        Map<String, Object> sealed = secrets.sealed(type, item);
        if (sealed != item.data()) items.replaceData(item.withData(sealed));
        return items.reindex(item, ItemIndex.of(type, sealed));
    }

    /** A type counts as done only when nothing clashes, so that a restart finds again what does. */
    private void note(ItemType type, Set<Long> left) {
        if (left.isEmpty()) {
            items.indexedBy(type.slug(), definition(type));
            clashing.remove(type);
            clashes.remove(type.slug());
            return;
        }
        String some = left.stream().limit(SHOWN).map(String::valueOf).collect(Collectors.joining(", "));
        String sentence =
                "Type " + type.slug() + ": " + left.size() + " objects share values in fields that are unique now ("
                        + some + (left.size() > SHOWN ? ", …" : "") + ").";
        if (clashing.put(type, left) == null) LOGGER.log(System.Logger.Level.WARNING, sentence);
        clashes.put(type.slug(), sentence);
    }

    /** What the index of an object depends on. */
    private static String definition(ItemType type) {
        return type.fields().stream()
                .map(field -> field.name() + ":" + field.type().word() + (field.unique() ? ":unique" : "")
                        + (field.searchable() ? ":searchable" : ""))
                .sorted()
                .collect(Collectors.joining(","));
    }
}
