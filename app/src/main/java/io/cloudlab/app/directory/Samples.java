package io.cloudlab.app.directory;

import io.cloudlab.app.failure.IoErrorText;
import io.cloudlab.app.failure.StartFailure;
import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Enumeration;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;

/** The sample lab that travels in the server's jar. */
final class Samples {
    private static final String PREFIX = "samples/";

    private Samples() {}

    /** Unpacks the samples; a crash leaves no half-unpacked lab directory. */
    static void unpack(Path lab) {
        Path temporary = lab.resolveSibling(lab.getFileName() + ".unpacking");
        try {
            Trees.delete(temporary);
            Files.createDirectories(temporary);
            Path jar = Path.of(Samples.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            if (Files.isRegularFile(jar)) copyFrom(jar, temporary);
            Files.createDirectories(temporary.resolve("services"));
            Files.move(temporary, lab, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException | URISyntaxException e) {
            throw new StartFailure("The sample lab cannot be unpacked into " + lab + ": " + IoErrorText.of(e) + ".", e);
        }
    }

    private static void copyFrom(Path jarFile, Path target) throws IOException {
        try (JarFile jar = new JarFile(jarFile.toFile())) {
            for (Enumeration<JarEntry> entries = jar.entries(); entries.hasMoreElements(); ) {
                JarEntry entry = entries.nextElement();
                if (!entry.getName().startsWith(PREFIX) || entry.isDirectory()) continue;
                Path file = target.resolve(entry.getName().substring(PREFIX.length()))
                        .normalize();
                if (!file.startsWith(target)) throw new IOException("an entry leaves the lab directory");
                Files.createDirectories(file.getParent());
                try (InputStream content = jar.getInputStream(entry)) {
                    Files.copy(content, file);
                }
                if (file.toString().endsWith(".sh")) {
                    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
                }
            }
        }
    }
}
