package io.cloudlab.core.services.input;

import io.cloudlab.core.services.file.FileArea;

/** What stands where a script's file should be. */
public enum ScriptFile {
    /** A regular file inside the service directory, none that {@link FileArea} can write. */
    PRESENT,
    /** The same, which may be executed and names in its first line ({@code #!}) an interpreter that is no bash or sh. */
    PROGRAM,
    MISSING,
    /** The path leaves the service directory, passes through a link, or leads to a file that {@link FileArea} can write. */
    OUTSIDE;

    /** Whether there is a file that can be run. */
    public boolean isThere() {
        return this == PRESENT || this == PROGRAM;
    }
}
