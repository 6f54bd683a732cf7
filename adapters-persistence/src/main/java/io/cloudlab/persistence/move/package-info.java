/**
 * Copies an embedded database into an empty PostgreSQL database, table by table, resumable after a kill.
 *
 * <p>Belongs here: the order of tables, the copying, the sums that are compared, and the record of how far a move has
 * come. The door is {@link io.cloudlab.persistence.DatabaseMove}.
 */
@NullMarked
package io.cloudlab.persistence.move;

import org.jspecify.annotations.NullMarked;
