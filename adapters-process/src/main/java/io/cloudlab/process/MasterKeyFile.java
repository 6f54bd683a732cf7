package io.cloudlab.process;

import io.cloudlab.core.shared.Unavailable;
import io.cloudlab.core.vault.MasterKey;
import io.cloudlab.process.directory.SyncedFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;

/**
 * Keeps a {@link MasterKey} in a file, as one line of Base64. What was sealed with a key opens with no other, so a program
 * must use the same key each time it runs.
 */
public final class MasterKeyFile {
    private static final String CODE = "master-key";

    private MasterKeyFile() {}

    /**
     * Reads the key of a file, or makes a key and stores it there, readable for its owner only. Of two programs that make
     * one at the same time, one is refused.
     *
     * @throws Unavailable if the file cannot be read or written, or holds no key
     */
    public static MasterKey at(Path file) {
        try {
            if (Files.exists(file)) return read(file);
            MasterKey key = MasterKey.generate();
            Files.createDirectories(file.toAbsolutePath().getParent());
            SyncedFile.create(file, Base64.getEncoder().encodeToString(key.bytes()) + "\n");
            return key;
        } catch (IOException e) {
            throw new Unavailable(CODE, "The master key " + file + " cannot be used.", e);
        }
    }

    private static MasterKey read(Path file) throws IOException {
        try {
            byte[] key = Base64.getDecoder().decode(Files.readString(file).strip());
            if (key.length == MasterKey.LENGTH) return new MasterKey(key);
        } catch (IllegalArgumentException e) {
            // the same as a wrong length
        }
        throw new Unavailable(
                CODE, "The master key " + file + " is damaged: it must be " + MasterKey.LENGTH + " bytes in Base64.");
    }
}
