package io.cloudlab.persistence.database;

import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.SQLExceptionOverride;
import java.sql.SQLException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Lets the pool drop all connections to an H2 database that has closed itself, as it does on a full disk: they never
 * recover, while fresh ones open it again.
 */
public final class ClosedDatabase implements SQLExceptionOverride {
    /** {@code DATABASE_IS_CLOSED} and {@code DATABASE_CALLED_AT_SHUTDOWN} of H2. */
    private static final Set<Integer> CLOSED = Set.of(90098, 90121);

    private volatile @Nullable HikariDataSource pool;

    /** Whether a database that has closed itself is behind a failure. */
    static boolean isBehind(@Nullable Throwable failure) {
        return DatabaseFailures.causeIn(failure)
                .filter(cause -> CLOSED.contains(cause.getErrorCode()))
                .isPresent();
    }

    public void watch(HikariDataSource watched) {
        pool = watched;
    }

    @java.lang.Override
    public Override adjudicate(SQLException failure) {
        if (!CLOSED.contains(failure.getErrorCode())) return Override.CONTINUE_EVICT;
        HikariDataSource watched = pool;
        if (watched != null && watched.isRunning())
            watched.getHikariPoolMXBean().softEvictConnections();
        return Override.MUST_EVICT;
    }
}
