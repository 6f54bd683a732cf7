package io.cloudlab.core.vault;

import java.util.List;
import java.util.Optional;

/**
 * The file in which a lab keeps the secrets of its playbooks, {@code vault/secrets.yml}, encrypted with the vault password.
 * Implementations are thread-safe.
 */
public interface SecretsFile {
    /** The file as it stands; nothing if there is none, or none that may be read. */
    Optional<byte[]> read();

    /** Every value in a YAML document, at any depth; none if it is no such document. */
    List<String> values(byte[] yaml);
}
