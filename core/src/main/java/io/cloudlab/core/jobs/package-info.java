/**
 * Use cases about jobs: accepting, queueing, cancelling, listing, rerunning, and the engine that moves them through their phases.
 *
 * <p>A job takes this way: {@code ServiceLauncher} (or an action, or the cloud's refresh) builds a request and a plan with
 * {@code JobBuilder}; {@code JobStarter} stores them as queued and wakes the {@code JobEngine}; on its single thread the engine
 * picks what may run, has {@code LaunchAuthorization} check the starter's rights again, and hands a launch to the port
 * {@code JobRunner}; the runner reports the end, {@code JobCompletion} decides the status and stores it together with what belongs to
 * the end; followers are told.
 *
 * <p>Does not belong here: processes and files of jobs, which are the adapter's, and what a service offers
 * ({@code services}).
 */
@NullMarked
package io.cloudlab.core.jobs;

import org.jspecify.annotations.NullMarked;
