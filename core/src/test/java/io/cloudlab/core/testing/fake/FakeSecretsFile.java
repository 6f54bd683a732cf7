package io.cloudlab.core.testing.fake;

import io.cloudlab.core.vault.SecretsFile;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A file of secrets in memory; of YAML it knows lines of {@code name: value}. There is none at first. Thread-safe. */
public final class FakeSecretsFile implements SecretsFile {
    private volatile byte @Nullable [] content;
    private volatile int parsed;

    public void content(byte @Nullable [] bytes) {
        content = bytes;
    }

    /** How often values were looked for. */
    public int parsed() {
        return parsed;
    }

    @Override
    public Optional<byte[]> read() {
        return Optional.ofNullable(content);
    }

    @Override
    public synchronized List<String> values(byte[] yaml) {
        parsed++;
        return new String(yaml, StandardCharsets.UTF_8)
                .lines()
                .filter(line -> line.contains(": "))
                .map(line -> line.substring(line.indexOf(": ") + 2))
                .toList();
    }
}
