package io.cloudlab.core.inventory.type;

import java.util.Locale;
import java.util.Optional;

/** What an action does. */
public enum ActionType {
    /** Runs a script of the service the object names. */
    SCRIPT,
    /** Runs a playbook of the lab, with variables taken from the object. */
    PLAYBOOK,
    /** Destroys the instances of the service the object names. */
    SCRIPT_STOP,
    /** Runs whichever script of the object's service the caller chooses. */
    DYNAMIC_SCRIPTS,
    /** Opens a terminal on the object. */
    SSH,
    /** Something that this system does not do: such an action is listed, but cannot be run. */
    UNKNOWN;

    /** The word used in type files. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<ActionType> of(String word) {
        for (ActionType type : values()) if (type != UNKNOWN && type.word().equals(word)) return Optional.of(type);
        return Optional.empty();
    }
}
