package io.cloudlab.process.catalogue;

import io.cloudlab.core.services.ServiceDefinition;
import io.cloudlab.core.services.ServiceName;
import io.cloudlab.process.directory.SecureDirectory;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * All that stood below {@code services/} at one moment.
 *
 * @param skipped what is wrong with the lab's own file, and why what is no service is none; each one sentence
 */
public record CatalogueSnapshot(
        Map<String, CatalogueEntry> entries,
        List<ServiceDefinition> services,
        Map<ServiceName, ServiceDefinition> byName,
        List<String> skipped) {
    public static final String SERVICES = "services";
    public static final CatalogueSnapshot NONE = new CatalogueSnapshot(Map.of(), List.of(), Map.of(), List.of());

    /**
     * Looks again and reads what has changed.
     *
     * @throws IOException if the directory is there but cannot be read
     */
    public CatalogueSnapshot renewed(Path root, Instant now) throws IOException {
        Optional<SecureDirectory> tree = SecureDirectory.open(root, List.of(SERVICES));
        if (tree.isEmpty()) return NONE;
        Map<String, CatalogueEntry> found = new LinkedHashMap<>();
        try (SecureDirectory directory = tree.get()) {
            for (String name : directory.names()) {
                found.put(name, CatalogueEntry.read(directory, name, entries.get(name), now));
            }
        }
        List<ServiceDefinition> list = found.values().stream()
                .map(CatalogueEntry::service)
                .filter(Objects::nonNull)
                .toList();
        List<String> nothing = Stream.concat(
                        LabFile.warnings(root).stream(),
                        found.values().stream().flatMap(entry -> entry.warnings().stream()))
                .sorted()
                .toList();
        if (nothing.equals(skipped)) nothing = skipped;
        if (list.equals(services)) return new CatalogueSnapshot(found, services, byName, nothing);
        return new CatalogueSnapshot(
                found,
                list,
                list.stream().collect(Collectors.toUnmodifiableMap(ServiceDefinition::name, Function.identity())),
                nothing);
    }

    /** Everything that is wrong, each one sentence. */
    TreeSet<String> warnings() {
        return entries.values().stream()
                .flatMap(entry -> Stream.concat(
                        entry.warnings().stream(),
                        entry.service() == null
                                ? Stream.of()
                                : entry.service().warnings().stream()
                                        .map(warning ->
                                                SERVICES + "/" + entry.service().name() + "/" + warning)))
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
