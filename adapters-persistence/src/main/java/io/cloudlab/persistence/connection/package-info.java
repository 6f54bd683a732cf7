/**
 * Opens and closes databases: connection pools, the embedded H2 file with its integrity marker and compaction.
 *
 * <p>Belongs here: what happens to a database before its first statement and after its last. Does not belong here: a
 * statement of a store.
 */
@NullMarked
package io.cloudlab.persistence.connection;

import org.jspecify.annotations.NullMarked;
