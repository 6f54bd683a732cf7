package io.cloudlab.core.services;

/** What stands where a script's file should be. */
public enum ScriptFile {
    /** A regular file inside the service directory, none that {@link FileArea} can write. */
    PRESENT,
    MISSING,
    /** The path leaves the service directory, passes through a link, or leads to a file that {@link FileArea} can write. */
    OUTSIDE
}
