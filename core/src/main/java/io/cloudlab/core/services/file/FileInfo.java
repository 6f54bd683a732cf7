package io.cloudlab.core.services.file;

import io.cloudlab.core.vault.PrivateKeys;
import java.time.Instant;

/**
 * A regular file as it stands there.
 *
 * @param size in bytes
 * @param holdsKey whether a private key stands in it, see {@link PrivateKeys}
 */
public record FileInfo(String name, long size, Instant modified, boolean holdsKey) {}
