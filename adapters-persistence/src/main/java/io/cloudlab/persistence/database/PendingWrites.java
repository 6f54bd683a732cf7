package io.cloudlab.persistence.database;

import org.jdbi.v3.core.Handle;

/**
 * What a transaction gathers and writes just before it commits: rows that many transactions change, and wait for each
 * other from then on. A transaction gathers one object of each class.
 */
public interface PendingWrites {
    /** @param more of the same class */
    void addAll(PendingWrites more);

    /** Writes what was gathered, and starts over. */
    void writeTo(Handle handle);
}
