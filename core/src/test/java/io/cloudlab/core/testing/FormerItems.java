package io.cloudlab.core.testing;

import io.cloudlab.core.inventory.item.Item;
import io.cloudlab.core.testing.memory.InMemoryTransactions;
import io.cloudlab.core.testing.memory.Rows;
import java.util.function.BiConsumer;

/** Synchronised objects that are gone and may return under the same key, in memory. */
public final class FormerItems {
    private final Rows<String, Long> ids;
    private BiConsumer<Long, Long> onReturn = (before, now) -> {};

    public FormerItems(InMemoryTransactions transactions) {
        this.ids = new Rows<>(transactions);
    }

    /** @param listener is told the former and the present id of an object that a source has made again */
    public void onReturn(BiConsumer<Long, Long> listener) {
        onReturn = listener;
    }

    /** Whether an object with this id may return. */
    public boolean mayReturn(long id) {
        return ids.values().contains(id);
    }

    public void goes(Item item) {
        if (item.source() != null) ids.put(key(item), item.id());
    }

    public void comes(Item item) {
        Long before = ids.get(key(item));
        if (item.source() == null || before == null) return;
        ids.remove(key(item));
        onReturn.accept(before, item.id());
    }

    private static String key(Item item) {
        return item.type() + " " + item.source();
    }
}
