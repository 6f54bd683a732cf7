package io.cloudlab.core.services.input;

import java.util.List;
import java.util.Map;

/**
 * How a script is run, beyond its file and inputs.
 *
 * @param arguments words after the script's file, each of which may name inputs: see {@link InputTemplate}
 * @param environment variables for this script alone
 */
public record ScriptOptions(List<InputTemplate> arguments, Map<String, String> environment) {
    public static final ScriptOptions NONE = new ScriptOptions(List.of(), Map.of());

    public ScriptOptions {
        arguments = List.copyOf(arguments);
        environment = Map.copyOf(environment);
    }
}
