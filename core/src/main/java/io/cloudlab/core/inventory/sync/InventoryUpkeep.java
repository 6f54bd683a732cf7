package io.cloudlab.core.inventory.sync;

import io.cloudlab.core.inventory.item.IndexMigration;
import io.cloudlab.core.inventory.item.ItemTypes;
import io.cloudlab.core.shared.BackgroundExecutors;
import io.cloudlab.core.shared.Unfailing;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Looks for changed types, so that their permissions are there before a request needs them, and keeps objects in step with
 * types and with what they stand for.
 */
public final class InventoryUpkeep implements AutoCloseable {
    private static final System.Logger LOGGER = System.getLogger(InventoryUpkeep.class.getName());
    private static final long PAUSE_SECONDS = 1;
    private static final long CLOSING_SECONDS = 5;

    private final ItemTypes types;
    private final IndexMigration reindexing;
    private final InventorySync sync;
    private final ScheduledExecutorService scheduler;

    public InventoryUpkeep(
            ItemTypes types, IndexMigration reindexing, InventorySync sync, BackgroundExecutors executors) {
        this.types = types;
        this.reindexing = reindexing;
        this.sync = sync;
        this.scheduler = executors.scheduler("cloudlab-inventory");
    }

    public void start() {
        repeat("look for changes of types", types::follow);
        repeat("synchronisation of objects", sync::runDue);
    }

    private void repeat(String what, Runnable task) {
        scheduler.scheduleWithFixedDelay(new Unfailing(what, task), 0, PAUSE_SECONDS, TimeUnit.SECONDS);
    }

    /** Lets what is being brought in step come to its end: it uses the stores, which are closed next. */
    @Override
    public void close() {
        reindexing.stop();
        scheduler.shutdown();
        try {
            if (!scheduler.awaitTermination(CLOSING_SECONDS, TimeUnit.SECONDS))
                LOGGER.log(System.Logger.Level.WARNING, "The inventory is left before it is in step.");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
