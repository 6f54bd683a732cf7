package io.cloudlab.persistence.connection;

import java.sql.SQLException;
import org.h2.engine.SessionLocal;
import org.h2.jdbc.JdbcConnection;
import org.h2.jdbcx.JdbcDataSource;
import org.h2.message.DbException;
import org.h2.mvstore.MVStoreException;

/**
 * A connection whose rollback ends also if the database has closed itself meanwhile, as it does on a full disk. When a
 * rollback of H2 fails then, the session keeps the transaction, which has given back its hold on a version of the store
 * twice. The next statement, even a commit or the rollback of closing, would wait forever for a version that can be held.
 */
final class H2Connection extends JdbcConnection {
    private static final int MAX_ATTEMPTS = 3;

    H2Connection(JdbcDataSource database) throws SQLException {
        super(database.getURL(), null, database.getUser(), database.getPassword(), false);
    }

    @Override
    public void rollback() throws SQLException {
        dropTransactionOfClosedDatabase();
        try {
            super.rollback();
        } finally {
            dropTransactionOfClosedDatabase();
        }
    }

    @Override
    public void close() throws SQLException {
        dropTransactionOfClosedDatabase();
        super.close();
    }

    /** Has the session forget its transaction without a statement, which would ask for a version. */
    private void dropTransactionOfClosedDatabase() {
        if (!(getSession() instanceof SessionLocal session) || session.isClosed()) return;
        session.lock();
        try {
            if (session.getDatabase().getStore().getMvStore().isClosed()) drop(session);
        } finally {
            session.unlock();
        }
    }

    /** It may tell first what has closed the database, and then that the rollback could not be stored. */
    private static void drop(SessionLocal session) {
        for (int attempt = 1; ; attempt++) {
            try {
                session.rollback();
                return;
            } catch (DbException | MVStoreException e) {
                if (attempt == MAX_ATTEMPTS) throw e;
            }
        }
    }
}
