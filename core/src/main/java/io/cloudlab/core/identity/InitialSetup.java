package io.cloudlab.core.identity;

import org.jspecify.annotations.Nullable;

/**
 * The first administrator of an empty system.
 *
 * @param vaultPassword the Ansible vault password, if the lab has one
 * @param setupCode what a {@link SetupGate} may ask for
 */
public record InitialSetup(
        String username,
        char[] password,
        char @Nullable [] vaultPassword,
        @Nullable String setupCode) {
    @Override
    public String toString() {
        return "InitialSetup";
    }
}
