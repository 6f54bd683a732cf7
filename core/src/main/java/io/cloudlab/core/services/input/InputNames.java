package io.cloudlab.core.services.input;

import io.cloudlab.core.shared.Refused;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Which names inputs may have, and the environment variables they become. No word is reserved: shells and programs act on
 * {@code GIT_DIR} or {@code PATH}, but on nothing that begins with {@code INPUT_}.
 */
public final class InputNames {
    private static final String PREFIX = "INPUT_";
    private static final Pattern SHAPE = Pattern.compile("[A-Za-z][A-Za-z0-9_-]{0,63}");
    private static final Pattern HARMLESS_TO_SHOW = Pattern.compile("[A-Za-z0-9_.%()-]{1,64}");

    private InputNames() {}

    /**
     * The variable through which a script sees the input.
     *
     * @throws Refused if the name is not legal
     */
    public static String variable(String name) {
        if (!SHAPE.matcher(name).matches()) {
            throw new Refused(
                    "bad-input-name",
                    shown(name)
                            + " cannot name an input: it must start with a letter and hold only letters, digits, dashes and underscores.");
        }
        return PREFIX + name.toUpperCase(Locale.ROOT).replace('-', '_');
    }

    /** Whether a variable of a job's environment stands for an input. */
    public static boolean isVariable(String variable) {
        return variable.startsWith(PREFIX);
    }

    /** The name in quotes if it is harmless to show, else a description. */
    static String shown(String name) {
        return HARMLESS_TO_SHOW.matcher(name).matches() ? "'" + name + "'" : "A name with other characters";
    }

    /** The name in quotes if it is harmless to show, else a question mark in quotes. */
    public static String quoted(String name) {
        return "'" + harmless(name) + "'";
    }

    /** The name if it is harmless to show, else a question mark. */
    static String harmless(String name) {
        return HARMLESS_TO_SHOW.matcher(name).matches() ? name : "?";
    }
}
