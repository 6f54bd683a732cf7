package io.cloudlab.core.services;

import io.cloudlab.core.shared.InvalidInput;
import java.util.regex.Pattern;

/** Names a service; also its directory name, so it can never climb out of the lab directory. */
public record ServiceName(String value) implements Comparable<ServiceName> {
    private static final Pattern SHAPE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");

    public ServiceName {
        if (!isLegal(value)) {
            throw new InvalidInput(
                    "service",
                    "must start with a letter or digit and hold only letters, digits, dots, dashes and underscores");
        }
    }

    public static boolean isLegal(String value) {
        return SHAPE.matcher(value).matches();
    }

    @Override
    public int compareTo(ServiceName other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
