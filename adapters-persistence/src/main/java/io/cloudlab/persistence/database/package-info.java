/**
 * The database itself: connections, migrations, transactions, the embedded H2 file and its compaction, the lease.
 *
 * <p>Belongs here: what concerns the database as a whole, and the column types that all stores share. Does not belong
 * here: a statement about one table of the core; that is in the room of its store. A store asks
 * {@code JdbiTransactions} for the handle of the current unit of work, and never opens a connection of its own.
 */
@NullMarked
package io.cloudlab.persistence.database;

import org.jspecify.annotations.NullMarked;
