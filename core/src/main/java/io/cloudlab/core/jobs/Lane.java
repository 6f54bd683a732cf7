package io.cloudlab.core.jobs;

/** Which limits a job obeys. */
public enum Lane {
    /** Waits for the other exclusive jobs of its service, and for a free place. */
    EXCLUSIVE,
    /** Waits for a free place only. */
    PARALLEL,
    /** Waits for nothing: it must be able to end what hangs. */
    URGENT
}
