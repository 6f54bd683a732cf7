package io.cloudlab.core.jobs;

/** A job has ended, and that is stored. */
public record JobEnded(Job job) {}
