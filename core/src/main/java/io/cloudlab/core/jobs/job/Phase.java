package io.cloudlab.core.jobs.job;

/** Where in its life a job is; it only ever moves forward. */
public enum Phase {
    /** Accepted, waiting for its service or a free place. */
    QUEUED,
    /** Chosen to run; its processes are being started. After a crash it is never started again. */
    LAUNCHING,
    RUNNING,
    /** It was cancelled; its processes are being ended. */
    STOPPING,
    ENDED
}
