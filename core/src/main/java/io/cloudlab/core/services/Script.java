package io.cloudlab.core.services;

import java.util.List;

/**
 * Something a service can run.
 *
 * @param file the script's path inside the service directory
 * @param parallel whether it may run while another job of its service does
 */
public record Script(
        String name, String label, String description, String file, List<ScriptInput> inputs, boolean parallel) {
    /** What every service has, declared or not. */
    public static final Script DEPLOY = new Script("deploy", "Deploy", "", "deploy.sh", List.of(), false);

    public Script {
        inputs = List.copyOf(inputs);
    }
}
