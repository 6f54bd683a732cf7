package io.cloudlab.persistence;

import com.zaxxer.hikari.SQLExceptionOverride;
import java.sql.SQLException;

/**
 * Lets the pool drop connections to an H2 database that has closed itself, as it does on a full disk: they never
 * recover, while fresh ones open it again.
 */
final class ConnectionEviction implements SQLExceptionOverride {
    /** {@code DATABASE_IS_CLOSED} of H2. */
    private static final int DATABASE_IS_CLOSED = 90098;

    @java.lang.Override
    public Override adjudicate(SQLException failure) {
        return failure.getErrorCode() == DATABASE_IS_CLOSED ? Override.MUST_EVICT : Override.CONTINUE_EVICT;
    }
}
