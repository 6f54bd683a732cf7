package io.cloudlab.process.catalogue;

import static io.cloudlab.process.catalogue.CatalogueSnapshot.SERVICES;

import io.cloudlab.core.services.ServiceName;
import io.cloudlab.core.services.input.PlaybookOptions;
import io.cloudlab.core.shared.Refused;
import io.cloudlab.core.shared.Unavailable;
import io.cloudlab.process.directory.SecureDirectory;
import io.cloudlab.process.yaml.YamlProblem;
import io.cloudlab.process.yaml.YamlReader;
import io.cloudlab.process.yaml.YamlValue;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Finds the inventories that playbooks of services are run with, and makes sure that they are data: Ansible runs an
 * executable inventory, and the plugin that a file names under {@code plugin}.
 *
 * @see <a href="https://docs.ansible.com/ansible-core/2.14/plugins/inventory.html">Inventory plugins</a>
 */
final class CatalogueInventory {
    private static final String DEPLOYED = CatalogueOutputs.FOLDER + "/temp_inventory.yaml";
    private static final String CLOUD = "inventory/vultr.yml";
    private static final String TO_LAB = "../../";
    private static final int MAX_BYTES = 8 << 20;
    private static final int MAX_DEPTH = 8;
    private static final Set<String> VARIABLES = Set.of("group_vars", "host_vars");
    private static final Set<PosixFilePermission> EXECUTABLE = Set.of(
            PosixFilePermission.OWNER_EXECUTE, PosixFilePermission.GROUP_EXECUTE, PosixFilePermission.OTHERS_EXECUTE);

    private final Path root;

    CatalogueInventory(Path root) {
        this.root = root;
    }

    /** See {@link io.cloudlab.core.services.CatalogueSource#inventory}. */
    String of(ServiceName service, String wanted) {
        try {
            return switch (wanted) {
                case PlaybookOptions.OF_SERVICE ->
                    left(List.of(SERVICES, service.value()), DEPLOYED, "")
                            .orElseThrow(() -> refused("The service has no hosts yet: it must be deployed first."));
                case PlaybookOptions.OF_CLOUD ->
                    left(List.of(), CLOUD, TO_LAB)
                            .orElseThrow(() -> refused("The instances are not known yet: they must be read first."));
                default -> written(service, wanted);
            };
        } catch (IOException e) {
            throw new Unavailable("unreadable-lab", "The lab directory cannot be read now.", e);
        }
    }

    /** What a job has left, if it is a file. */
    private Optional<String> left(List<String> folder, String file, String prefix) throws IOException {
        Optional<SecureDirectory> directory = SecureDirectory.open(root, folder);
        if (directory.isEmpty()) return Optional.empty();
        try (SecureDirectory open = directory.get()) {
            boolean there = FileLookup.at(open, List.of(file.split("/"))).isThere();
            return there ? Optional.of(prefix + file) : Optional.empty();
        }
    }

    /** What a person has written, in the service first. */
    private String written(ServiceName service, String wanted) throws IOException {
        CataloguePath path = CataloguePath.parse(wanted)
                .filter(parsed -> wanted.indexOf(',') < 0) // which would make it a list of hosts
                .orElseThrow(() -> refused("An inventory must be 'service', 'instances', or a path in the service"
                        + " or the lab, outside of inputs and outputs."));
        if (isData(List.of(SERVICES, service.value()), path)) return path.toString();
        if (CataloguePath.parsePlaybook(wanted).isPresent() && isData(List.of(), path)) return TO_LAB + path;
        throw refused("There is no inventory '" + path + "' in the service or the lab.");
    }

    /** False if there is nothing. */
    private boolean isData(List<String> from, CataloguePath path) throws IOException {
        int last = path.segments().size() - 1;
        List<String> folder = Stream.concat(from.stream(), path.segments().subList(0, last).stream())
                .toList();
        Optional<SecureDirectory> directory = SecureDirectory.open(root, folder);
        if (directory.isEmpty()) return false;
        try (SecureDirectory open = directory.get()) {
            String name = path.segments().get(last);
            if (open.attributes(name).isEmpty()) return false;
            requireData(open, name, path.toString(), 0);
            return true;
        }
    }

    private static void requireData(SecureDirectory directory, String name, String shown, int depth)
            throws IOException {
        PosixFileAttributes attributes = directory.attributes(name).orElse(null);
        if (attributes == null) return;
        if (attributes.isDirectory() && depth < MAX_DEPTH) {
            try (SecureDirectory below = directory.directory(name)) {
                for (String each : below.names())
                    if (!VARIABLES.contains(each)) requireData(below, each, shown + "/" + each, depth + 1);
            }
            return;
        }
        if (!attributes.isRegularFile()) throw refused("The inventory '" + shown + "' is no regular file.");
        if (attributes.permissions().stream().anyMatch(EXECUTABLE::contains))
            throw refused("The inventory '" + shown + "' can be executed: it must be data.");
        if (namesPlugin(directory, name, shown))
            throw refused("The inventory '" + shown + "' names a plugin: it must list its hosts.");
    }

    private static boolean namesPlugin(SecureDirectory directory, String name, String shown) {
        try {
            byte[] content = directory.read(name, MAX_BYTES).orElse(new byte[0]);
            boolean yaml = name.endsWith(".yml") || name.endsWith(".yaml") || name.endsWith(".json");
            String text = new String(content, StandardCharsets.UTF_8);
            boolean perhaps = text.contains("plugin") || text.indexOf('\\') >= 0; // escapes may spell it, too
            return yaml
                    && perhaps
                    && YamlReader.read(content, MAX_BYTES) instanceof YamlValue.Mapping groups
                    && groups.members().containsKey("plugin");
        } catch (YamlProblem e) {
            throw refused(e.sentence(shown));
        }
    }

    private static Refused refused(String why) {
        return new Refused("bad-inventory", why);
    }
}
