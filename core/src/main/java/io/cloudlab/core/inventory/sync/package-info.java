/**
 * Objects that the system itself keeps up to date: one for each service, deployment, cloud server or user.
 *
 * <p>A {@code SyncSource} says what there should be, {@code Synchronisation} works out the difference, and the store applies it in
 * batches, so that a job's end costs its own objects and not the whole type.
 */
@NullMarked
package io.cloudlab.core.inventory.sync;

import org.jspecify.annotations.NullMarked;
