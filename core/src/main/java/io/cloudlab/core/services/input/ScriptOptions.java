package io.cloudlab.core.services.input;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How a script is run, beyond its file and inputs.
 *
 * @param arguments words after the script's file, each of which may name inputs: see {@link InputTemplate}
 * @param environment variables for this script alone
 * @param timeout how long it may run; null for as long as it likes
 */
public record ScriptOptions(
        List<InputTemplate> arguments,
        Map<String, String> environment,
        @Nullable Duration timeout) {
    public static final ScriptOptions NONE = new ScriptOptions(List.of(), Map.of(), null);

    public ScriptOptions {
        arguments = List.copyOf(arguments);
        environment = Map.copyOf(environment);
    }
}
