package io.cloudlab.core.inventory;

import io.cloudlab.core.shared.Transactions;
import java.util.List;
import java.util.stream.Collectors;

/** Brings what objects are found by in step with a type whose fields have changed, some hundred objects at a time. */
final class Reindexing {
    private static final System.Logger LOGGER = System.getLogger(Reindexing.class.getName());
    private static final int BATCH = 500;

    private final Transactions transactions;
    private final ItemStore items;

    Reindexing(Transactions transactions, ItemStore items) {
        this.transactions = transactions;
        this.items = items;
    }

    void follow(ItemType type) {
        String definition = definition(type);
        if (items.indexedBy(type.slug()).equals(definition)) return;
        long last = 0;
        long clashes = 0;
        List<Item> batch;
        do {
            batch = items.after(type.slug(), last, BATCH);
            for (Item item : batch) last = item.id();
            clashes += reindex(type, batch);
        } while (batch.size() == BATCH);
        items.indexedBy(type.slug(), definition);
        if (clashes > 0) {
            LOGGER.log(
                    System.Logger.Level.WARNING,
                    "{0} objects of type {1} share values in fields that are unique now.",
                    clashes,
                    type.slug());
        }
    }

    private long reindex(ItemType type, List<Item> batch) {
        return transactions.call(() -> batch.stream()
                .map(item -> items.lock(item.id()))
                .flatMap(java.util.Optional::stream)
                .filter(item -> !items.reindex(item, ItemIndex.of(type, item.data())))
                .count());
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
