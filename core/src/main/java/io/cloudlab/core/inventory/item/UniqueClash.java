package io.cloudlab.core.inventory.item;

import io.cloudlab.core.shared.Conflict;

/** Another object of the type holds the same value in a field that must be unique. Nothing was written. */
public final class UniqueClash extends Conflict {
    private static final long serialVersionUID = 1L;

    private final String field;

    public UniqueClash(String field) {
        super(
                "duplicate-value",
                "Another object already has this value in field '" + field + "', which must be unique.");
        this.field = field;
    }

    public String field() {
        return field;
    }
}
