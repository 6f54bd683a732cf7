package io.cloudlab.process;

import io.cloudlab.core.services.ScriptFile;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Looks for files below a directory and remembers whether one was not there. */
final class MissingFiles {
    private boolean any;

    FileLookup lookup(CatalogueTree directory) {
        return path -> {
            try {
                ScriptFile state = FileLookup.at(directory, path.segments());
                if (!state.isThere()) any = true;
                return state;
            } catch (IOException broken) {
                throw new UncheckedIOException(broken);
            }
        };
    }

    boolean any() {
        return any;
    }
}
