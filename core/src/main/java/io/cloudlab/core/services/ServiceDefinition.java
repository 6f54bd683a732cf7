package io.cloudlab.core.services;

import io.cloudlab.core.services.input.Script;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A deployable service as found in the lab directory.
 *
 * @param hasInstance whether it has an instance.yaml
 * @param configs the names of its configuration files that exist, sorted
 * @param scripts at least one
 * @param environment variables for all of its scripts
 * @param secrets the names of secrets that all of its scripts are handed
 * @param warnings what is wrong with its files, each one sentence naming the file
 */
public record ServiceDefinition(
        ServiceName name,
        boolean hasInstance,
        List<String> configs,
        List<Script> scripts,
        Map<String, String> environment,
        List<String> secrets,
        List<String> warnings) {
    public ServiceDefinition {
        configs = List.copyOf(configs);
        scripts = List.copyOf(scripts);
        environment = Map.copyOf(environment);
        secrets = List.copyOf(secrets);
        warnings = List.copyOf(warnings);
    }

    public ServiceDefinition(
            ServiceName name, boolean hasInstance, List<String> configs, List<Script> scripts, List<String> warnings) {
        this(name, hasInstance, configs, scripts, Map.of(), List.of(), warnings);
    }

    /** What deploys it: the script of that name as declared, as far as it is the file that every service has. */
    public Script deploy() {
        return scripts.stream()
                .filter(script -> script.name().equals(Script.DEPLOY.name()))
                .filter(script -> !script.runnable() || script.file().equals(Script.DEPLOY.file()))
                .findFirst()
                .orElse(Script.DEPLOY);
    }

    public Optional<Script> script(String scriptName) {
        return scripts.stream()
                .filter(script -> script.name().equals(scriptName))
                .findFirst();
    }
}
