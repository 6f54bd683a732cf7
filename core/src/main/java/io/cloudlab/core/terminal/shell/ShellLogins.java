package io.cloudlab.core.terminal.shell;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Knows how the hosts that services have made are reached. Implementations are thread-safe. */
public interface ShellLogins {
    /** Knows none. */
    ShellLogins NONE = (hostName, address) -> Optional.empty();

    /**
     * The login of the host with this name. Of several hosts of one name the one at {@code address} is meant, else the
     * one that was made last.
     *
     * @throws CannotConnect if the host is known, and its key is missing, unreadable or lies where keys may not lie
     */
    Optional<ShellLogin> find(String hostName, @Nullable String address);
}
