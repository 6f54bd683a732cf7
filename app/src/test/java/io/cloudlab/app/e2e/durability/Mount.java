package io.cloudlab.app.e2e.durability;

import io.cloudlab.core.testing.Host;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A small file system in memory, for disks that are full or read-only. Needs the right to mount. */
final class Mount implements AutoCloseable {
    private final Path path;

    private Mount(Path path) {
        this.path = path;
    }

    /** Skips the test visibly where mounting is not permitted; in CI it must be. */
    static Mount ofMegabytes(int size, Path path) throws IOException, InterruptedException {
        Files.createDirectories(path);
        boolean mounted = run("mount", "-t", "tmpfs", "-o", "size=" + size + "m,mode=0700", "tmpfs", path.toString());
        Host.require(mounted, "the right to mount a file system");
        return new Mount(path);
    }

    Path path() {
        return path;
    }

    void makeReadOnly() throws IOException, InterruptedException {
        if (!run("mount", "-o", "remount,ro", path.toString())) throw new IOException("remount");
    }

    @Override
    public void close() throws IOException {
        try {
            run("umount", "-l", path.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static boolean run(String... command) throws IOException, InterruptedException {
        List<String> words = new ArrayList<>(List.of(command));
        return new ProcessBuilder(words)
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start()
                        .waitFor()
                == 0;
    }
}
