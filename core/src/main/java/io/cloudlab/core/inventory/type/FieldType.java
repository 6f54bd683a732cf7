package io.cloudlab.core.inventory.type;

import java.util.Locale;

/** What kind of value a field holds. */
public enum FieldType {
    /** One line of text. */
    STRING,
    /** Text of several lines. */
    TEXT,
    /** One of the options. */
    ENUM,
    /** A whole number of 64 bits. */
    INTEGER,
    BOOLEAN,
    /** A moment, kept in UTC to the microsecond. */
    DATETIME,
    /** Text that is sealed at rest, and masked in all views of objects. */
    SECRET,
    /** Any JSON value. */
    JSON;

    /** Whether its values can be kept to some that are named. */
    public boolean hasOptions() {
        return this == STRING || this == TEXT || this == ENUM || this == INTEGER;
    }

    /** The word used in type files. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether lists can be filtered and sorted by it. */
    public boolean sortable() {
        return switch (this) {
            case STRING, ENUM, INTEGER, BOOLEAN, DATETIME -> true;
            case TEXT, SECRET, JSON -> false;
        };
    }
}
