package io.cloudlab.core.shared;

import java.util.function.Supplier;

/** Runs work as one unit: all of its writes are kept, or none. Implementations are thread-safe. */
public interface Transactions {
    /**
     * Runs {@code work} in a transaction, joining the one this thread is already in. An exception rolls back and is
     * passed on unchanged. A store's refusal that {@code work} catches leaves the transaction usable.
     *
     * @throws IllegalStateException if joined work has failed and its caller went on all the same; nothing is kept
     */
    <T> T call(Supplier<T> work);

    default void run(Runnable work) {
        call(() -> {
            work.run();
            return Boolean.TRUE;
        });
    }

    /**
     * Runs {@code action} once the current transaction has been committed, and never if it is rolled back; at once where
     * there is no transaction. All actions run, in order, on this thread; the first failure is then passed on, while the
     * transaction stays committed.
     */
    void afterCommit(Runnable action);
}
