package io.cloudlab.core.services;

import io.cloudlab.core.services.input.Script;
import java.util.Set;

/**
 * What is to be filled in to run a script.
 *
 * @param script with the options that the caller may choose now
 * @param truncated the names of inputs that have more options than are named
 */
public record ScriptForm(ServiceName service, Script script, Set<String> truncated) {
    public ScriptForm {
        truncated = Set.copyOf(truncated);
    }
}
