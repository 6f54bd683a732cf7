package io.cloudlab.core.jobs.job;

/** What a job has come to. A job that waits in the queue counts as running. */
public enum JobStatus {
    RUNNING,
    COMPLETED,
    FAILED
}
