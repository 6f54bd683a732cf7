package io.cloudlab.process.ansible;

import io.cloudlab.core.terminal.shell.CannotConnect;
import io.cloudlab.process.directory.SecureDirectory;
import io.cloudlab.process.yaml.YamlProblem;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;

/** Reads private keys from below a few directories, and from nowhere else: no link leads out of them. */
public final class KeyFiles {
    private final List<Path> roots;

    /** @param roots absolute; they alone may be links */
    public KeyFiles(List<Path> roots) {
        this.roots = List.copyOf(roots);
    }

    /**
     * @param base what a relative path begins at
     * @throws CannotConnect if there is no such file, or it lies elsewhere
     */
    byte[] read(String text, Path base) {
        try {
            Path path = base.resolve(text).normalize();
            for (Path root : roots) {
                for (Path spelling : spellings(root)) {
                    if (path.startsWith(spelling) && !path.equals(spelling))
                        return read(root, spelling.relativize(path));
                }
            }
        } catch (InvalidPathException e) {
            throw missing();
        }
        throw new CannotConnect(
                "key-not-allowed", "The private key for this host lies outside the lab and data directories.");
    }

    /** A root may be named as it was configured, or by where it really is. */
    private static List<Path> spellings(Path root) {
        List<Path> spellings = new ArrayList<>(List.of(root));
        try {
            spellings.add(root.toRealPath());
        } catch (IOException e) {
            // then nothing lies below it
        }
        return spellings;
    }

    private static byte[] read(Path root, Path below) {
        List<String> segments = StreamSupport.stream(below.spliterator(), false)
                .map(Path::toString)
                .toList();
        int last = segments.size() - 1;
        try {
            Optional<SecureDirectory> directory = SecureDirectory.open(root, segments.subList(0, last));
            if (directory.isEmpty()) throw missing();
            try (SecureDirectory tree = directory.get()) {
                return tree.read(segments.get(last)).orElseThrow(KeyFiles::missing);
            }
        } catch (IOException | YamlProblem e) {
            throw missing();
        }
    }

    private static CannotConnect missing() {
        return new CannotConnect("key-missing", "The private key for this host is missing or cannot be read.");
    }
}
