package io.cloudlab.process.catalogue;

import io.cloudlab.core.services.input.ScriptFile;
import io.cloudlab.process.directory.SecureDirectory;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Looks for files below a directory and remembers whether one was not there. */
public final class MissingFiles {
    private boolean any;

    public FileLookup lookup(SecureDirectory directory) {
        return path -> {
            try {
                ScriptFile state = FileLookup.at(directory, path.segments());
                if (!state.isThere()) any = true;
                return state;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        };
    }

    boolean any() {
        return any;
    }
}
