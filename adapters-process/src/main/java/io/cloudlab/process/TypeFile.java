package io.cloudlab.process;

import io.cloudlab.core.inventory.ItemType;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What one file of types turned out to be, with the stamp that says whether that still holds.
 *
 * @param type null if the file cannot be used
 * @param problem why not, one sentence that names file and line; null if it can
 * @param settled whether every later change will show in the stamp
 */
record TypeFile(
        Optional<CatalogueStamp> stamp,
        @Nullable ItemType type,
        @Nullable String problem,
        boolean settled) {
    static TypeFile read(CatalogueTree directory, String name, Optional<CatalogueStamp> stamp, Instant now)
            throws IOException {
        boolean settled = stamp.stream().allMatch(one -> one.isSettled(now));
        try {
            Optional<byte[]> yaml = directory.read(name);
            if (yaml.isEmpty()) return new TypeFile(stamp, null, null, false);
            return new TypeFile(stamp, TypeYaml.read(yaml.get()), null, settled);
        } catch (YamlProblem problem) {
            return new TypeFile(stamp, null, problem.sentence(shown(name)) + " The type is left out.", settled);
        }
    }

    static String shown(String name) {
        String printable = name.replaceAll("\\p{Cntrl}", "?");
        return LabTypes.DIRECTORY + "/" + printable.substring(0, Math.min(100, printable.length()));
    }
}
