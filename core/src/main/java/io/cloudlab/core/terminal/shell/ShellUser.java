package io.cloudlab.core.terminal.shell;

import io.cloudlab.core.shared.InvalidInput;
import java.util.regex.Pattern;

/** The name of a user on a server. */
public record ShellUser(String value) {
    private static final Pattern SHAPE = Pattern.compile("[A-Za-z0-9._-]{1,32}");

    public static final ShellUser ROOT = new ShellUser("root");

    public ShellUser {
        if (!SHAPE.matcher(value).matches())
            throw new InvalidInput(
                    "user", "must have 1 to 32 letters, digits, dots, dashes and underscores and nothing else");
    }

    @Override
    public String toString() {
        return value;
    }
}
