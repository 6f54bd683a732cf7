package io.cloudlab.core.identity.user;

import io.cloudlab.core.shared.InvalidInput;
import java.util.Locale;
import java.util.regex.Pattern;

/** The name a user signs in with: 3 to 30 ASCII letters, digits and underscores. Compared without regard to case. */
public record Username(String value) {
    private static final Pattern SHAPE = Pattern.compile("[A-Za-z0-9_]{3,30}");

    public Username {
        if (!SHAPE.matcher(value).matches()) {
            throw new InvalidInput("username", "must be 3 to 30 letters, digits or underscores");
        }
    }

    /** The form in which names are compared. */
    public String key() {
        return value.toLowerCase(Locale.ROOT);
    }

    @Override
    public String toString() {
        return value;
    }
}
