package io.cloudlab.app.directory;

import io.cloudlab.app.failure.StartFailure;
import java.nio.file.Files;
import java.nio.file.Path;

/** Makes sure that there is a lab directory that can be read. */
public final class LabPreparation {
    private LabPreparation() {}

    /**
     * Unpacks the samples where there is nothing.
     *
     * @return whether that was done
     */
    public static boolean prepare(Path lab) {
        boolean missing = Files.notExists(lab);
        if (missing) Samples.unpack(lab);
        if (!Files.isDirectory(lab) || !Files.isReadable(lab) || !Files.isExecutable(lab)) {
            throw new StartFailure(
                    "The lab directory " + lab + " cannot be used: it is not a directory that can be read.");
        }
        return missing;
    }
}
