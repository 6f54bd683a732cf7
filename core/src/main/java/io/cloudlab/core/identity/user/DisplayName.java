package io.cloudlab.core.identity.user;

import io.cloudlab.core.shared.InvalidInput;
import io.cloudlab.core.shared.VisibleText;
import org.jspecify.annotations.Nullable;

/** The name shown for a user: one line of at most 100 characters. */
public final class DisplayName {
    static final int MAX_LENGTH = 100;

    private DisplayName() {}

    /** @return the trimmed name, or null if nothing is left of it */
    public static @Nullable String of(@Nullable String given) {
        if (given == null) return null;
        String name = given.strip();
        if (name.codePointCount(0, name.length()) > MAX_LENGTH) {
            throw new InvalidInput("display_name", "must have at most " + MAX_LENGTH + " characters");
        }
        VisibleText.check("display_name", name);
        return name.isEmpty() ? null : name;
    }
}
