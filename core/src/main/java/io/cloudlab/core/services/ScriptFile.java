package io.cloudlab.core.services;

/** What stands where a script's file should be. */
public enum ScriptFile {
    /** A regular file inside the service directory, outside {@code inputs/} and {@code outputs/}. */
    PRESENT,
    MISSING,
    /** The path leaves the service directory, lies below {@code inputs/} or {@code outputs/}, or passes through a link. */
    OUTSIDE
}
