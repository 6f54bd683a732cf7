/**
 * The processes of jobs: how they are started, isolated, watched and ended.
 *
 * <p>A job takes this way: {@code DetachedRunner} lays out its folder, {@code Wrapper} starts in a session of its own (with
 * a PID namespace where the host allows it) and outlives the server; {@code JobWatch} notices its end by the file that the
 * wrapper leaves; {@code ProcessTreeKiller} ends everything that belongs to a cancelled job and verifies that nothing is
 * left. The wrapper and its files are a promise: jobs that run outlive an upgrade of the server.
 */
@NullMarked
package io.cloudlab.process.run;

import org.jspecify.annotations.NullMarked;
