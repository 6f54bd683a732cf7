package io.cloudlab.process.run;

import java.time.Duration;

/**
 * How much a job may print, and for how long after its end.
 *
 * @param quota how many bytes the job's log may have before its middle is removed
 * @param kept how much is kept of either end then
 * @param quiet for how long processes that hold the output open must have printed nothing before they are ended
 * @param longest how long they have at most
 */
public record OutputLimits(long quota, long kept, Duration quiet, Duration longest) {}
