package io.cloudlab.persistence.database;

import io.cloudlab.core.shared.Transactions;
import io.cloudlab.core.shared.Unavailable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.jdbi.v3.core.statement.SqlStatements;
import org.jdbi.v3.core.statement.StatementExceptions;
import org.jdbi.v3.core.statement.StatementExceptions.MessageRendering;
import org.jdbi.v3.core.statement.TemplateEngine;
import org.jspecify.annotations.Nullable;

/** Transactions of the database; all stores come to it through here, and so join the transaction of their thread. */
public final class JdbiTransactions implements Transactions {
    private static final String SAVEPOINT = "cloudlab_step";

    private final Jdbi jdbi;
    private final ThreadLocal<@Nullable Unit> current = new ThreadLocal<>();

    /** What a transaction must remember until it ends. */
    private static final class Unit {
        final List<Runnable> afterCommit = new ArrayList<>();
        final Map<Class<?>, PendingWrites> pending = new LinkedHashMap<>();
        boolean doomed;

        void writePending(Handle handle) {
            pending.values().forEach(each -> each.writeTo(handle));
        }
    }

    /** Registers how the values of the core are bound; all stores of a database share that. */
    public JdbiTransactions(DataSource dataSource) {
        this.jdbi =
                Jdbi.create(dataSource).registerArgument(new InstantArguments()).registerArgument(new IdArguments());
        jdbi.getConfig(SqlStatements.class).setTemplateEngine(TemplateEngine.NOP); // no statement here is a template
        jdbi.getConfig(StatementExceptions.class).setMessageRendering(MessageRendering.NONE); // arguments are secret
    }

    @Override
    public <T> T call(Supplier<T> work) {
        Unit outer = current.get();
        if (outer != null) return joined(outer, work);
        Unit unit = new Unit();
        T result;
        current.set(unit);
        try {
            result = with(handle -> handle.inTransaction(inside -> {
                T completed = completed(unit, work);
                unit.writePending(inside);
                return completed;
            }));
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

    boolean isInTransaction() {
        return current.get() != null;
    }

    /**
     * Lets a store work with this thread's connection.
     *
     * @throws io.cloudlab.core.shared.Unavailable if the database is away, full, locked or stopping
     */
    public <T> T with(Function<Handle, T> work) {
        boolean interrupted = Thread.interrupted(); // the first read or write of H2 would close its file
        try {
            return jdbi.withHandle(work::apply);
        } catch (JdbiException e) {
            throw DatabaseFailures.translated(e);
        } finally {
            if (interrupted) Thread.currentThread().interrupt();
        }
    }

    /**
     * As {@link #with}, for work that changes nothing. An embedded database that has closed itself, as on a full disk, is
     * asked once more on a fresh connection, unless a transaction has been begun on the old one.
     */
    public <T> T read(Function<Handle, T> work) {
        try {
            return with(work);
        } catch (Unavailable e) {
            if (current.get() != null || !ClosedDatabase.isBehind(e)) throw e;
            return with(work);
        }
    }

    /**
     * Lets a store do what takes several statements, or may be refused: it is done whole or not at all, and the
     * transaction it may be part of stays usable, which PostgreSQL alone would give up at the first refusal.
     */
    public <T> T whole(Function<Handle, T> work) {
        return with(handle -> handle.isInTransaction()
                ? sinceSavepoint(handle, work)
                : handle.inTransaction(inside -> work.apply(inside)));
    }

    /** Writes just before the transaction commits, or at once where there is none. */
    public void beforeCommit(Handle handle, PendingWrites writes) {
        Unit unit = current.get();
        if (unit == null) {
            writes.writeTo(handle);
            return;
        }
        PendingWrites gathered = unit.pending.putIfAbsent(writes.getClass(), writes);
        if (gathered != null) gathered.addAll(writes);
    }

    /**
     * To be called before rows are read that {@linkplain #beforeCommit pending writes} change, since a transaction must see
     * what it did itself; not inside of {@link #whole}, which may undo it.
     */
    public void writePending() {
        Unit unit = current.get();
        if (unit == null || unit.pending.isEmpty()) return;
        with(handle -> {
            unit.writePending(handle);
            return unit;
        });
    }

    private static <T> T sinceSavepoint(Handle handle, Function<Handle, T> work) {
        handle.savepoint(SAVEPOINT);
        T result;
        try {
            result = work.apply(handle);
        } catch (RuntimeException failure) {
            try {
                handle.rollbackToSavepoint(SAVEPOINT);
            } catch (JdbiException e) {
                failure.addSuppressed(e);
            }
            throw failure;
        }
        handle.releaseSavepoint(SAVEPOINT);
        return result;
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
        T result = work.get();
        if (unit.doomed) throw new IllegalStateException("a part of this transaction has failed");
        return result;
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
