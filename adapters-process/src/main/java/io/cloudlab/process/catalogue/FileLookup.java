package io.cloudlab.process.catalogue;

import io.cloudlab.core.services.input.ScriptFile;
import io.cloudlab.process.directory.SecureDirectory;
import java.io.IOException;
import java.nio.file.attribute.PosixFileAttributes;
import java.util.List;
import java.util.Optional;

/** Says what stands where a declaration names a file. */
public interface FileLookup {
    /** For those who do not look. */
    FileLookup ANYWHERE = path -> ScriptFile.PRESENT;

    ScriptFile state(CataloguePath path);

    /** What stands where a path, taken from a directory, leads. */
    static ScriptFile at(SecureDirectory directory, List<String> path) throws IOException {
        Optional<PosixFileAttributes> first = directory.attributes(path.get(0));
        if (first.isEmpty()) return ScriptFile.MISSING;
        if (first.get().isSymbolicLink()) return ScriptFile.OUTSIDE;
        if (path.size() == 1) {
            if (!first.get().isRegularFile()) return ScriptFile.MISSING;
            return Interpreter.isOwn(directory, path.get(0), first.get()) ? ScriptFile.PROGRAM : ScriptFile.PRESENT;
        }
        if (!first.get().isDirectory()) return ScriptFile.MISSING;
        try (SecureDirectory below = directory.directory(path.get(0))) {
            return at(below, path.subList(1, path.size()));
        }
    }

    /** What is wrong with the file; empty if nothing is. */
    default String fault(CataloguePath path) {
        return switch (state(path)) {
            case PRESENT, PROGRAM -> "";
            case MISSING -> "the file " + path + " is missing";
            case OUTSIDE -> "the file " + path + " is a link, or no regular file";
        };
    }
}
