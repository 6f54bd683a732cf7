package io.cloudlab.core.services.secret;

import io.cloudlab.core.shared.InvalidInput;
import java.util.regex.Pattern;

/** The name of a secret, which is that of the variable in which scripts find it. */
public record SecretName(String value) implements Comparable<SecretName> {
    /** Names that the system gives a meaning of its own are none. In the common part of Java's and ECMAScript's syntax. */
    public static final String SHAPE = "(?!CLOUDLAB_|INPUT_|CLM_|_clm_)[A-Za-z_][A-Za-z0-9_]{0,99}";

    private static final Pattern PATTERN = Pattern.compile(SHAPE);

    private static final String RULE =
            "must be the name of a variable: letters, digits and underscores, at most 100, with none of the"
                    + " beginnings CLOUDLAB_, INPUT_ and CLM_";

    public SecretName {
        if (!PATTERN.matcher(value).matches()) throw new InvalidInput("key", RULE);
    }

    /** @throws InvalidInput for the member {@code dotenv}, naming what can be no name */
    static SecretName inDotEnv(String name) {
        if (PATTERN.matcher(name).matches()) return new SecretName(name);
        String shown = name.length() <= 100 ? name : name.substring(0, 100) + "…";
        throw new InvalidInput("dotenv", shown + " " + RULE);
    }

    @Override
    public int compareTo(SecretName other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
