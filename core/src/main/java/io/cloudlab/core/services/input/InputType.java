package io.cloudlab.core.services.input;

import java.util.Locale;
import java.util.Optional;

/** What kind of value a script's input takes. */
public enum InputType {
    STRING,
    /** Text of several lines. */
    TEXT,
    NUMBER,
    BOOLEAN,
    /** One of the declared options. */
    SELECT,
    /** Several values, handed over joined by commas. */
    LIST,
    /** Text that no log, answer or audit entry may show. */
    SECRET,
    /** The name of an active deployment. */
    DEPLOYMENT_SELECT,
    /** One or more public SSH keys. */
    SSH_KEY_SELECT;

    /** The word used in scripts.yaml. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<InputType> of(String word) {
        for (InputType type : values()) if (type.word().equals(word)) return Optional.of(type);
        return Optional.empty();
    }
}
