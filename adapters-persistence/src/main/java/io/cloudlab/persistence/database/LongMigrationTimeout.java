package io.cloudlab.persistence.database;

import java.sql.SQLException;
import java.util.concurrent.TimeUnit;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.callback.BaseCallback;
import org.flywaydb.core.api.callback.Context;
import org.flywaydb.core.api.callback.Event;

/**
 * Lets a migration's statements take up to an hour each: large tables take longer than callers of a server that runs are
 * ever kept waiting. The pool gives its connections their own limit back.
 */
final class LongMigrationTimeout extends BaseCallback {
    private static final int MAX_MILLIS = (int) TimeUnit.HOURS.toMillis(1);

    @Override
    public boolean supports(Event event, Context context) {
        return event == Event.BEFORE_EACH_MIGRATE;
    }

    @Override
    public void handle(Event event, Context context) {
        try {
            context.getConnection().setNetworkTimeout(Runnable::run, MAX_MILLIS);
        } catch (SQLException e) {
            throw new FlywayException("The time a migration may take cannot be set.", e);
        }
    }
}
