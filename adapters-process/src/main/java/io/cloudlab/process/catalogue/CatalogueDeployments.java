package io.cloudlab.process.catalogue;

import io.cloudlab.core.services.ActiveDeployment;
import io.cloudlab.core.services.ServiceDefinition;
import io.cloudlab.core.services.ServiceName;
import io.cloudlab.process.directory.FileStamp;
import io.cloudlab.process.directory.SecureDirectory;
import io.cloudlab.process.yaml.YamlProblem;
import io.cloudlab.process.yaml.YamlReader;
import io.cloudlab.process.yaml.YamlValue;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds the services that have left an Ansible inventory behind, and the hosts in it. Reads it again when it changed. */
final class CatalogueDeployments {
    private static final Logger LOG = LoggerFactory.getLogger(CatalogueDeployments.class);
    private static final String OUTPUTS = "outputs";
    private static final String INVENTORY = "temp_inventory.yaml";

    private final Path root;
    private final Clock clock;
    private final Map<ServiceName, Known> known = new ConcurrentHashMap<>();

    private record Known(FileStamp stamp, ActiveDeployment deployment, boolean settled) {}

    CatalogueDeployments(Path root, Clock clock) {
        this.root = root;
        this.clock = clock;
    }

    List<ActiveDeployment> of(List<ServiceDefinition> services) {
        List<ActiveDeployment> active = new ArrayList<>();
        for (ServiceDefinition service : services) {
            try {
                of(service.name()).ifPresentOrElse(active::add, () -> known.remove(service.name()));
            } catch (IOException e) {
                LOG.warn("The outputs of service {} cannot be read.", service.name());
            }
        }
        return active;
    }

    private Optional<ActiveDeployment> of(ServiceName name) throws IOException {
        Optional<SecureDirectory> directory =
                SecureDirectory.open(root, List.of(CatalogueSnapshot.SERVICES, name.value(), OUTPUTS));
        if (directory.isEmpty()) return Optional.empty();
        try (SecureDirectory outputs = directory.get()) {
            if (!outputs.isFile(INVENTORY)) return Optional.empty();
            Optional<FileStamp> stamp = FileStamp.of(outputs.attributes(INVENTORY));
            if (stamp.isEmpty()) return Optional.empty();
            Known last = known.get(name);
            if (last != null && last.settled() && last.stamp().equals(stamp.get())) {
                return Optional.of(last.deployment());
            }
            ActiveDeployment deployment = new ActiveDeployment(
                    name, hosts(outputs, name), stamp.get().modified().toInstant());
            known.put(name, new Known(stamp.get(), deployment, stamp.get().isSettled(clock.instant())));
            return Optional.of(deployment);
        }
    }

    private static List<String> hosts(SecureDirectory outputs, ServiceName name) {
        SortedSet<String> hosts = new TreeSet<>();
        try {
            Optional<byte[]> yaml = outputs.read(INVENTORY);
            if (yaml.isPresent() && YamlReader.read(yaml.get()) instanceof YamlValue.Mapping groups) {
                collect(groups, hosts);
            }
        } catch (YamlProblem e) {
            LOG.warn("The hosts of service {} are unknown. {}", name, e.sentence(OUTPUTS + "/" + INVENTORY));
        }
        return List.copyOf(hosts);
    }

    /** Every group may hold hosts and, as children, further groups. */
    private static void collect(YamlValue.Mapping groups, SortedSet<String> hosts) {
        for (YamlValue value : groups.members().values()) {
            if (!(value instanceof YamlValue.Mapping group)) continue;
            if (group.get("hosts") instanceof YamlValue.Mapping named)
                hosts.addAll(named.members().keySet());
            if (group.get("children") instanceof YamlValue.Mapping children) collect(children, hosts);
        }
    }
}
