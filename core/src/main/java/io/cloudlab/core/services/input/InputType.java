package io.cloudlab.core.services.input;

import java.util.Locale;

/** What kind of value a script's input takes. */
public enum InputType {
    STRING,
    /** Text of several lines. */
    TEXT,
    NUMBER,
    /** A number without a fraction. */
    INTEGER,
    BOOLEAN,
    /** One of the options. */
    SELECT,
    /** Some of the options, handed over joined by commas. */
    MULTISELECT,
    /** Several values, handed over joined by commas. */
    LIST,
    /** A day, such as {@code 2026-03-01}. */
    DATE,
    /** A moment with its offset (RFC 3339), such as {@code 2026-03-01T12:00:00+01:00}. */
    DATETIME,
    EMAIL,
    /** An address of http or https. */
    URL,
    /** The name or IP address of a host. */
    HOST,
    /** The number of an inventory object that the caller may see. */
    OBJECT,
    /** Text that no log, answer or audit entry may show. */
    SECRET,
    /** The name of an active deployment. */
    DEPLOYMENT_SELECT,
    /** One or more public SSH keys. */
    SSH_KEY_SELECT;

    /** Whether only options can be its value. */
    public boolean isChosen() {
        return this == SELECT || this == MULTISELECT || this == OBJECT;
    }

    /** The word used in scripts.yaml. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
