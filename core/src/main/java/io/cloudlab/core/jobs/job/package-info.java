/**
 * The job itself: identity, subject, request, plan, phase, outcome, the store that keeps jobs and the port that runs them.
 */
@NullMarked
package io.cloudlab.core.jobs.job;

import org.jspecify.annotations.NullMarked;
