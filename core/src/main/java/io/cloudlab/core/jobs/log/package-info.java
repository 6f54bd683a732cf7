/**
 * A job's output as viewers see it: numbered lines, masked, from any line on, and followed while it grows. The port
 * {@link io.cloudlab.core.jobs.log.JobLog} hides where it is kept.
 */
@NullMarked
package io.cloudlab.core.jobs.log;

import org.jspecify.annotations.NullMarked;
