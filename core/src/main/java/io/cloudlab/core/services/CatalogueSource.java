package io.cloudlab.core.services;

import io.cloudlab.core.services.input.InputOptions;
import io.cloudlab.core.services.input.OptionsSource;
import io.cloudlab.core.services.input.PlaybookOptions;
import io.cloudlab.core.services.input.Script;
import io.cloudlab.core.services.input.ScriptFile;
import io.cloudlab.core.shared.NotFound;
import io.cloudlab.core.shared.Refused;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads the services of a lab directory. Changes on disk are seen without a restart; a missing directory is an empty
 * catalogue; a broken file never hides a service. Implementations are thread-safe and fast enough for every request.
 */
public interface CatalogueSource {
    /** Whether there is a directory for services at all: without one they are rather away than gone. */
    boolean isThere();

    /**
     * Variables for the scripts of all services.
     *
     * @throws Refused if they are declared in a way that cannot be understood
     */
    default Map<String, String> environment() {
        return Map.of();
    }

    /** Every service, by name. The same list object is returned for as long as nothing has changed. */
    List<ServiceDefinition> services();

    /**
     * Why there is no service where one may have been meant to be; each one sentence that names the place, sorted. The
     * same list object is returned for as long as nothing has changed.
     */
    List<String> warnings();

    Optional<ServiceDefinition> service(ServiceName name);

    /** @throws NotFound if there is no such service */
    default ServiceDefinition require(ServiceName name) {
        return service(name).orElseThrow(() -> new NotFound("service"));
    }

    InstanceFile instance(ServiceName name);

    /** By service name. */
    List<ActiveDeployment> activeDeployments();

    /** The one of this service. */
    default Optional<ActiveDeployment> activeDeployment(ServiceName name) {
        return activeDeployments().stream()
                .filter(one -> one.service().equals(name))
                .findFirst();
    }

    /** What the service has published; read again each time. */
    PublishedOutputs outputs(ServiceName name);

    /**
     * The inventory that a playbook of the service is run with: data that Ansible reads, no program that it would run.
     *
     * @param inventory as in {@link PlaybookOptions#inventory()}, filled in
     * @return the path as seen from the service's directory
     * @throws Refused if there is none, or if it is none that may be used
     */
    String inventory(ServiceName name, String inventory);

    /**
     * The names of the files and directories that a pattern stands for, in the service if it has the directory, else in
     * the lab; sorted.
     *
     * @param name null to look in the lab only
     * @param glob as in {@link OptionsSource.OfFiles#glob()}
     */
    InputOptions files(@Nullable ServiceName name, String glob);

    /** @param file as in {@link Script#file()} */
    ScriptFile scriptFile(ServiceName name, String file);
}
