package io.cloudlab.core.shared;

/** The update was based on a version that is no longer the stored one. Nothing was written. */
public final class StaleWrite extends Conflict {
    private static final long serialVersionUID = 1L;

    /** @param what the kind of thing that was to be updated */
    public StaleWrite(String what) {
        super("stale-version", "The " + what + " was changed in the meantime.");
    }
}
