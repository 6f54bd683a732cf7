package io.cloudlab.persistence.connection;

import java.sql.Connection;
import java.sql.SQLException;
import org.h2.jdbcx.JdbcDataSource;

/**
 * A thread of a connection pool, which interrupts its threads when it is closed. An interrupt that comes while this one
 * is inside H2, where it would close the database's file for every thread, takes effect when it has come out.
 */
public final class ShieldedThread extends Thread {
    private boolean shielded;
    private boolean pending;

    public ShieldedThread(Runnable work) {
        super(work, "cloudlab-database");
        setDaemon(true);
    }

    @Override
    public void interrupt() {
        synchronized (this) {
            if (shielded) {
                pending = true;
                return;
            }
        }
        super.interrupt();
    }

    private synchronized void shield() {
        shielded = true;
    }

    private void unshield() {
        boolean due;
        synchronized (this) {
            shielded = false;
            due = pending;
            pending = false;
        }
        if (due) super.interrupt();
    }

    /** Opens a connection, under the shield if the thread has one. */
    static Connection open(JdbcDataSource database) throws SQLException {
        if (!(currentThread() instanceof ShieldedThread thread)) return new H2Connection(database);
        thread.shield();
        try {
            return new H2Connection(database);
        } finally {
            thread.unshield();
        }
    }
}
