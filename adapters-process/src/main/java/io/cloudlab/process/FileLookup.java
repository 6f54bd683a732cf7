package io.cloudlab.process;

import io.cloudlab.core.services.ScriptFile;

/** Says what stands where a declaration names a file. */
interface FileLookup {
    /** For those who do not look. */
    FileLookup ANYWHERE = path -> ScriptFile.PRESENT;

    ScriptFile state(CataloguePath path);

    /** What is wrong with the file; empty if nothing is. */
    default String fault(CataloguePath path) {
        return switch (state(path)) {
            case PRESENT, PROGRAM -> "";
            case MISSING -> "the file " + path + " is missing";
            case OUTSIDE -> "the file " + path + " is a link, or no regular file";
        };
    }
}
