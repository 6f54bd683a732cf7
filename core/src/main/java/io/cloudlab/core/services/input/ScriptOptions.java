package io.cloudlab.core.services.input;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How a script is run, beyond its file and inputs.
 *
 * @param playbook null unless the script is a playbook
 * @param arguments words after the script's file, or further options of its playbook; each may name inputs
 * @param environment variables for this script alone
 * @param secrets the names of secrets of the service or the lab that it is handed
 * @param timeout how long it may run; null for as long as it likes
 * @param retries how often it is tried again when it fails
 * @param retryDelay how long to wait before
 * @param confirm what people are asked before it is started; null for nothing
 */
public record ScriptOptions(
        @Nullable PlaybookOptions playbook,
        List<InputTemplate> arguments,
        Map<String, String> environment,
        List<String> secrets,
        @Nullable Duration timeout,
        int retries,
        Duration retryDelay,
        @Nullable InputTemplate confirm) {
    public static final ScriptOptions NONE = new ScriptOptions(List.of(), Map.of(), null);

    public ScriptOptions {
        arguments = List.copyOf(arguments);
        environment = Map.copyOf(environment);
        secrets = List.copyOf(secrets);
    }

    /** Of a script that is no playbook, and that nothing is asked before. */
    public ScriptOptions(List<InputTemplate> arguments, Map<String, String> environment, @Nullable Duration timeout) {
        this(null, arguments, environment, List.of(), timeout, 0, Duration.ZERO, null);
    }
}
