package io.cloudlab.core.vault;

import io.cloudlab.core.shared.Refused;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What the lab's {@link SecretsFile} holds, such as the key of the cloud's API: jobs get to know it without having been
 * told, so it is masked in their output. Remembers what it has decrypted until file or password change. Thread-safe.
 */
public final class LabSecrets {
    private static final System.Logger LOGGER = System.getLogger(LabSecrets.class.getName());
    /** Shorter values, such as a region, would mask innocent text. */
    private static final int SHORTEST = 8;

    private final SecretsFile file;
    private volatile @Nullable Known known;

    private record Known(byte[] bytes, @Nullable String password, List<String> values) {
        boolean holds(byte[] now, @Nullable String with) {
            return Arrays.equals(bytes, now) && Objects.equals(password, with);
        }

        @Override
        public String toString() {
            return "Known";
        }
    }

    public LabSecrets(SecretsFile file) {
        this.file = file;
    }

    /** The secrets this vault password opens, or those that stand there unencrypted. */
    public List<String> values(@Nullable String password) {
        byte[] bytes = file.read().orElse(null);
        if (bytes == null) return List.of();
        Known last = known;
        if (last == null || !last.holds(bytes, password)) {
            last = new Known(bytes, password, read(bytes, password));
            known = last;
        }
        return last.values();
    }

    /** Single values may be encrypted by themselves; one that stays closed says nothing about the others. */
    private static String opened(String value, @Nullable String password) {
        byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
        if (password == null || !AnsibleVault.isEncrypted(bytes)) return value;
        try {
            return new String(new AnsibleVault(password.toCharArray()).decrypt(bytes), StandardCharsets.UTF_8);
        } catch (Refused e) {
            LOGGER.log(System.Logger.Level.WARNING, "A value of the lab''s secrets stays closed: {0}", e.detail());
            return "";
        }
    }

    private List<String> read(byte[] bytes, @Nullable String password) {
        try {
            byte[] yaml = bytes;
            if (AnsibleVault.isEncrypted(bytes)) {
                if (password == null) return List.of();
                yaml = new AnsibleVault(password.toCharArray()).decrypt(bytes);
            }
            return file.values(yaml).stream()
                    .map(value -> opened(value, password))
                    .filter(value -> value.length() >= SHORTEST)
                    .distinct()
                    .toList();
        } catch (Refused e) {
            LOGGER.log(System.Logger.Level.WARNING, "The lab''s file of secrets cannot be read: {0}", e.detail());
            return List.of();
        }
    }
}
