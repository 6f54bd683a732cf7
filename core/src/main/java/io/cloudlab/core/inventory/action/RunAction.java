package io.cloudlab.core.inventory.action;

import io.cloudlab.core.inventory.type.ActionType;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Asks for an action.
 *
 * @param script the name of the script, for {@link ActionType#DYNAMIC_SCRIPTS}
 * @param inputs JSON-like values by input name
 */
public record RunAction(String action, @Nullable String script, Map<String, Object> inputs) {
    public RunAction {
        inputs = Collections.unmodifiableMap(new LinkedHashMap<>(inputs));
    }

    /** Leaves the inputs out, since some may be secret. */
    @Override
    public String toString() {
        return "RunAction[" + action + "]";
    }
}
