package io.cloudlab.core.services;

import io.cloudlab.core.shared.Utf8Text;
import io.cloudlab.core.vault.PrivateKeys;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Something a service has published for people.
 *
 * @param value null where there is none; secret if {@link #isSecret()}
 * @param masked whether {@link #MASK} stands in place of the value
 */
public record ServiceOutput(
        String name,
        Type type,
        String label,
        @Nullable String value,
        @Nullable String username,
        @Nullable String credentialType,
        boolean masked) {
    public static final String MASK = "********";

    /** What may be done with it. */
    public enum Type {
        URL,
        CREDENTIAL,
        TEXT;

        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public ServiceOutput(
            String name,
            Type type,
            String label,
            @Nullable String value,
            @Nullable String username,
            @Nullable String credentialType) {
        this(name, type, label, value, username, credentialType, false);
    }

    /** Whether its value is for those alone who may see credentials. */
    public boolean isSecret() {
        return value != null && (type == Type.CREDENTIAL || PrivateKeys.in(Utf8Text.encoded(value)));
    }

    /** Without its value, if that is secret. */
    ServiceOutput withoutSecret() {
        return isSecret() ? new ServiceOutput(name, type, label, MASK, username, credentialType, true) : this;
    }

    /** Leaves the value out. */
    @Override
    public String toString() {
        return "ServiceOutput[" + type.word() + " " + name + "]";
    }
}
