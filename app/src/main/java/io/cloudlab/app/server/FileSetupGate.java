package io.cloudlab.app.server;

import io.cloudlab.app.directory.ReplacedFile;
import io.cloudlab.app.failure.IoErrorText;
import io.cloudlab.app.failure.StartFailure;
import io.cloudlab.core.identity.SetupGate;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Permits setup to a client that shows a one-time code from a file in the data directory. */
final class FileSetupGate implements SetupGate {
    private static final Logger LOG = LoggerFactory.getLogger(FileSetupGate.class);

    private final Path file;
    private final byte[] code;

    private FileSetupGate(Path file, byte[] code) {
        this.file = file;
        this.code = code;
    }

    /** Writes a new code and says where it is. */
    static FileSetupGate create(Path data) {
        Path file = data.resolve("setup-code");
        byte[] random = new byte[18];
        new SecureRandom().nextBytes(random);
        String code = Base64.getUrlEncoder().encodeToString(random);
        try {
            ReplacedFile.write(file, code + "\n");
        } catch (IOException e) {
            throw new StartFailure("The setup code " + file + " cannot be written: " + IoErrorText.of(e) + ".", e);
        }
        LOG.info("Setting up this server needs, as setup_code, the code in {}", file);
        return new FileSetupGate(file, code.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public boolean admits(@Nullable String setupCode) {
        return setupCode != null
                && MessageDigest.isEqual(code, setupCode.strip().getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void close() {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            LOG.warn("The used setup code {} could not be removed.", file);
        }
    }
}
