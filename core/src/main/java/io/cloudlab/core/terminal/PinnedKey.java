package io.cloudlab.core.terminal;

import io.cloudlab.core.terminal.shell.ServerKey;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The key a server showed at the first connection; it must show the same at each later one.
 *
 * @param id given by the store; 0 before it is stored
 * @param pin what it is pinned to: one instance or one inventory object, which may change its address
 * @param host where it was reached then
 * @param pinnedBy who connected
 */
public record PinnedKey(
        int id,
        String pin,
        String host,
        int port,
        ServerKey key,
        Instant pinnedAt,
        @Nullable String pinnedBy) {}
