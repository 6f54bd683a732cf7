package io.cloudlab.core.testing.fake;

import io.cloudlab.core.services.ActiveDeployment;
import io.cloudlab.core.services.CatalogueSource;
import io.cloudlab.core.services.InstanceFile;
import io.cloudlab.core.services.PublishedOutputs;
import io.cloudlab.core.services.ServiceDefinition;
import io.cloudlab.core.services.ServiceName;
import io.cloudlab.core.services.input.InputOptions;
import io.cloudlab.core.services.input.Script;
import io.cloudlab.core.services.input.ScriptFile;
import io.cloudlab.core.shared.Refused;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Services in memory. The files of their scripts are present unless told otherwise. Thread-safe. */
public final class FakeCatalogue implements CatalogueSource {
    private boolean away;
    private List<ServiceDefinition> services = List.of();
    private List<ActiveDeployment> deployments = List.of();
    private List<String> warnings = List.of();
    private Map<String, String> environment = Map.of();
    private final Map<ServiceName, InstanceFile> instances = new HashMap<>();
    private final Map<ServiceName, PublishedOutputs> outputs = new HashMap<>();
    private final Map<String, ScriptFile> files = new HashMap<>();
    private final Map<String, List<String>> globs = new HashMap<>();
    private final Set<String> inventories = new HashSet<>();

    /** Adds a service with these scripts, or replaces the one of this name; without scripts it can be deployed only. */
    public void add(String name, Script... scripts) {
        add(new ServiceDefinition(
                new ServiceName(name),
                false,
                List.of(),
                scripts.length == 0 ? List.of(Script.DEPLOY) : List.of(scripts),
                List.of()));
    }

    /** Adds a service, or replaces the one of its name. */
    public synchronized void add(ServiceDefinition service) {
        List<ServiceDefinition> more = new ArrayList<>(services);
        more.removeIf(known -> known.name().equals(service.name()));
        more.add(service);
        more.sort(Comparator.comparing(ServiceDefinition::name));
        services = List.copyOf(more);
    }

    /** Variables of the lab for the scripts of all services, from now on. */
    public synchronized void environment(Map<String, String> variables) {
        environment = Map.copyOf(variables);
    }

    @Override
    public synchronized Map<String, String> environment() {
        return environment;
    }

    /** Adds why something is no service. */
    public synchronized void warn(String warning) {
        warnings = Stream.concat(warnings.stream(), Stream.of(warning)).sorted().toList();
    }

    public synchronized void instance(String name, InstanceFile file) {
        instances.put(new ServiceName(name), file);
    }

    public synchronized void deployment(ActiveDeployment deployment) {
        List<ActiveDeployment> more = new ArrayList<>(deployments);
        more.removeIf(former -> former.service().equals(deployment.service()));
        more.add(deployment);
        more.sort(Comparator.comparing(ActiveDeployment::service));
        deployments = List.copyOf(more);
    }

    /** Whether the directory of all services is away, from now on. */
    public synchronized void away(boolean now) {
        away = now;
    }

    /** The service with all it has published, as when its directory is removed. */
    public synchronized void remove(ServiceName name) {
        services = services.stream()
                .filter(service -> !service.name().equals(name))
                .toList();
        outputs.remove(name);
    }

    /** What the service it names has published, from now on. */
    public synchronized void outputs(PublishedOutputs published) {
        outputs.put(published.service(), published);
    }

    /** What stands where a script's file should be, from now on. */
    public synchronized void file(String name, String file, ScriptFile state) {
        files.put(name + "/" + file, state);
    }

    @Override
    public synchronized boolean isThere() {
        return !away;
    }

    @Override
    public synchronized List<ServiceDefinition> services() {
        return away ? List.of() : services;
    }

    @Override
    public synchronized List<String> warnings() {
        return warnings;
    }

    @Override
    public synchronized Optional<ServiceDefinition> service(ServiceName name) {
        return services.stream().filter(service -> service.name().equals(name)).findFirst();
    }

    @Override
    public synchronized InstanceFile instance(ServiceName name) {
        return instances.getOrDefault(name, new InstanceFile(null, null));
    }

    @Override
    public synchronized List<ActiveDeployment> activeDeployments() {
        return deployments;
    }

    @Override
    public synchronized PublishedOutputs outputs(ServiceName name) {
        return outputs.getOrDefault(name, PublishedOutputs.none(name));
    }

    /** A path that playbooks may take as their inventory, from now on. */
    public synchronized void inventory(String name, String path) {
        inventories.add(name + "/" + path);
    }

    @Override
    public synchronized String inventory(ServiceName name, String inventory) {
        if (inventories.contains(name + "/" + inventory)) return inventory;
        throw new Refused("bad-inventory", "There is no such inventory.");
    }

    /** What a pattern stands for, from now on, in whatever service. */
    public synchronized void files(String glob, String... names) {
        globs.put(glob, List.of(names));
    }

    @Override
    public synchronized InputOptions files(@Nullable ServiceName name, String glob) {
        return InputOptions.of(globs.getOrDefault(glob, List.of()));
    }

    @Override
    public synchronized ScriptFile scriptFile(ServiceName name, String file) {
        boolean declared = file.equals(Script.DEPLOY.file())
                || service(name).stream()
                        .flatMap(service -> service.scripts().stream())
                        .anyMatch(script -> script.file().equals(file));
        return files.getOrDefault(name + "/" + file, declared ? ScriptFile.PRESENT : ScriptFile.MISSING);
    }
}
