/**
 * The directory of one job on disk, and the process that owns it.
 *
 * <p>Belongs here: the names and formats of the files in it, positions in its log, the id of its wrapper. Does not belong here:
 * reading the output (room {@code log}) and starting or ending processes (room {@code run}). The files are a promise: jobs that
 * run outlive an upgrade of the server.
 */
@NullMarked
package io.cloudlab.process.job;

import org.jspecify.annotations.NullMarked;
