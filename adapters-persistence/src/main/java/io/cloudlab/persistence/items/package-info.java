/**
 * The stores of the inventory: objects, their indexed fields, tags and access rules.
 *
 * <p>A list takes this way: {@code JdbiItemStore} asks {@code ItemSelection} for a statement, which joins
 * {@code ItemConditions} (search, filters), {@code ItemGrants} (what the caller may see) and the index that drives the
 * scan; {@code ItemRows} reads the rows. Writes go through {@code ItemWrites}, which keeps the index rows and the counts
 * in step.
 */
@NullMarked
package io.cloudlab.persistence.items;

import org.jspecify.annotations.NullMarked;
