package io.cloudlab.core.inventory.sync;

/** How many objects were made, changed and removed. */
public record SyncResult(int created, int updated, int removed) {
    public static final SyncResult NOTHING = new SyncResult(0, 0, 0);

    boolean changedNothing() {
        return equals(NOTHING);
    }
}
