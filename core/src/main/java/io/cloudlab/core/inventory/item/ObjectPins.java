package io.cloudlab.core.inventory.item;

import io.cloudlab.core.access.Caller;

/** Knows the host keys that are pinned to objects. Implementations are thread-safe. */
public interface ObjectPins {
    /** Whether the object's server has shown a key by which it must be known. */
    boolean isPinned(Item item);

    /** Drops the key of an object that is being deleted, unless its source may make it again. */
    void forget(Caller caller, Item item);
}
