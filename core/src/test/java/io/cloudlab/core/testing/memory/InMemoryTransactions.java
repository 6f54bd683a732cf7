package io.cloudlab.core.testing.memory;

import io.cloudlab.core.shared.Transactions;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Transactions that run one at a time, since each holds the one lock of all stores until it ends. */
public final class InMemoryTransactions implements Transactions {
    private final ReentrantLock lock = new ReentrantLock();
    private @Nullable Unit current;

    /** What a transaction must remember until it ends. */
    private static final class Unit {
        final Deque<Runnable> undo = new ArrayDeque<>();
        final List<Runnable> afterCommit = new ArrayList<>();
        boolean doomed;
    }

    @Override
    public <T> T call(Supplier<T> work) {
        Unit unit = new Unit();
        T result;
        lock.lock();
        try {
            if (current != null) return joined(current, work);
            current = unit;
            result = completed(unit, work);
        } finally {
            if (current == unit) current = null;
            lock.unlock();
        }
        runAll(unit.afterCommit);
        return result;
    }

    @Override
    public void afterCommit(Runnable action) {
        if (lock.isHeldByCurrentThread() && current != null) current.afterCommit.add(action);
        else action.run();
    }

    /** Runs one step of a store, alone, in the transaction this thread is in, if any. */
    <T> T alone(Supplier<T> step) {
        lock.lock();
        try {
            return step.get();
        } finally {
            lock.unlock();
        }
    }

    /** Called by a step that has changed something: {@code undo} takes the change back. */
    void changed(Runnable undo) {
        if (current != null) current.undo.push(undo);
    }

    private static <T> T joined(Unit outer, Supplier<T> work) {
        try {
            return work.get();
        } catch (RuntimeException | Error e) {
            outer.doomed = true;
            throw e;
        }
    }

    private static <T> T completed(Unit unit, Supplier<T> work) {
        boolean complete = false;
        try {
            T result = work.get();
            if (unit.doomed) throw new IllegalStateException("a part of this transaction has failed");
            complete = true;
            return result;
        } finally {
            if (!complete) unit.undo.forEach(Runnable::run);
        }
    }

    private static void runAll(List<Runnable> actions) {
        RuntimeException failed = null;
        for (Runnable action : actions) {
            try {
                action.run();
            } catch (RuntimeException e) {
                if (failed == null) failed = e;
                else failed.addSuppressed(e);
            }
        }
        if (failed != null) throw failed;
    }
}
