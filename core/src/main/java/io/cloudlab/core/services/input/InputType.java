package io.cloudlab.core.services.input;

import java.util.Locale;

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
}
