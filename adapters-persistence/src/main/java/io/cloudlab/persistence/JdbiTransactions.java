package io.cloudlab.persistence;

import io.cloudlab.core.shared.Transactions;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.jspecify.annotations.Nullable;

/** Transactions of the database; all stores come to it through here, and so join the transaction of their thread. */
final class JdbiTransactions implements Transactions {
    private static final String SAVEPOINT = "cloudlab_step";

    private final Jdbi jdbi;
    private final ThreadLocal<@Nullable Unit> current = new ThreadLocal<>();

    /** What a transaction must remember until it ends. */
    private static final class Unit {
        final List<Runnable> afterCommit = new ArrayList<>();
        boolean doomed;
    }

    JdbiTransactions(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    @Override
    public <T> T call(Supplier<T> work) {
        Unit outer = current.get();
        if (outer != null) return joined(outer, work);
        Unit unit = new Unit();
        T result;
        current.set(unit);
        try {
            result = with(handle -> handle.inTransaction(inside -> completed(unit, work)));
        } finally {
            current.remove();
        }
        runAll(unit.afterCommit);
        return result;
    }

    @Override
    public void afterCommit(Runnable action) {
        Unit unit = current.get();
        if (unit == null) action.run();
        else unit.afterCommit.add(action);
    }

    /**
     * Lets a store work with this thread's connection.
     *
     * @throws io.cloudlab.core.shared.Unavailable if the database is away, full, locked or stopping
     */
    <T> T with(Function<Handle, T> work) {
        try {
            return jdbi.withHandle(work::apply);
        } catch (JdbiException failure) {
            throw DatabaseFailures.translated(failure);
        }
    }

    /** Runs a step which, when it fails, leaves the transaction usable: PostgreSQL alone would give it up. */
    static <T> T step(Handle handle, Supplier<T> work) {
        if (!handle.isInTransaction()) return work.get();
        handle.savepoint(SAVEPOINT);
        try {
            T result = work.get();
            handle.releaseSavepoint(SAVEPOINT);
            return result;
        } catch (JdbiException failure) {
            if (DatabaseFailures.isDuplicate(failure)) handle.rollbackToSavepoint(SAVEPOINT);
            throw failure;
        }
    }

    private static <T> T joined(Unit outer, Supplier<T> work) {
        try {
            return work.get();
        } catch (RuntimeException | Error failure) {
            outer.doomed = true;
            throw failure;
        }
    }

    private static <T> T completed(Unit unit, Supplier<T> work) {
        T result = work.get();
        if (unit.doomed) throw new IllegalStateException("a part of this transaction has failed");
        return result;
    }

    private static void runAll(List<Runnable> actions) {
        RuntimeException failed = null;
        for (Runnable action : actions) {
            try {
                action.run();
            } catch (RuntimeException failure) {
                if (failed == null) failed = failure;
                else failed.addSuppressed(failure);
            }
        }
        if (failed != null) throw failed;
    }
}
