package io.cloudlab.core.jobs;

import io.cloudlab.core.services.ServiceName;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Asks for a deploy, or for one script of a service. Immutable.
 *
 * @param script empty to deploy
 * @param inputs JSON-like values by input name
 */
public record LaunchJob(ServiceName service, Optional<String> script, Map<String, Object> inputs) {
    public LaunchJob {
        inputs = Collections.unmodifiableMap(new LinkedHashMap<>(inputs));
    }

    public static LaunchJob deploy(ServiceName service) {
        return deploy(service, Map.of());
    }

    /** @param inputs of the script {@code deploy}, JSON-like */
    public static LaunchJob deploy(ServiceName service, Map<String, Object> inputs) {
        return new LaunchJob(service, Optional.empty(), inputs);
    }

    /** @param script the script's name as in scripts.yaml */
    public static LaunchJob of(String service, String script) {
        return new LaunchJob(new ServiceName(service), Optional.of(script), Map.of());
    }

    /** The same with one more input. */
    public LaunchJob with(String input, Object value) {
        Map<String, Object> more = new LinkedHashMap<>(inputs);
        more.put(input, value);
        return new LaunchJob(service, script, more);
    }

    /** Leaves the inputs out, since some may be secret. */
    @Override
    public String toString() {
        return "LaunchJob[" + service + " " + script.orElse("deploy") + "]";
    }
}
