package io.cloudlab.core.jobs.job;

/** Which limits a job obeys. */
public enum Concurrency {
    /** Waits for the other exclusive jobs of its service, and for a free place. */
    EXCLUSIVE,
    /** Waits for a free place only. */
    PARALLEL,
    /** Waits for nothing: it must be able to end what hangs. */
    URGENT
}
