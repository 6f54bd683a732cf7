package io.cloudlab.process.ansible;

import io.cloudlab.core.instances.InventorySource;
import io.cloudlab.process.directory.SecureDirectory;
import io.cloudlab.process.yaml.YamlFields;
import io.cloudlab.process.yaml.YamlProblem;
import io.cloudlab.process.yaml.YamlReader;
import io.cloudlab.process.yaml.YamlValue;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** {@code inventory/vultr.yml} of a lab directory, of at most 8 MiB. */
public record LabInventory(Path root) implements InventorySource {
    private static final String DIRECTORY = "inventory";
    private static final String FILE = "vultr.yml";
    private static final String NAME = DIRECTORY + "/" + FILE;
    private static final int MAX_BYTES = 8 << 20;

    @Override
    public InventoryFile read() {
        try {
            Optional<SecureDirectory> directory = SecureDirectory.open(root, List.of(DIRECTORY));
            if (directory.isEmpty()) return problem("There is no " + NAME + ".");
            try (SecureDirectory inventory = directory.get()) {
                Optional<byte[]> yaml = inventory.read(FILE, MAX_BYTES);
                if (yaml.isEmpty()) return problem("There is no " + NAME + ".");
                YamlValue groups = YamlReader.read(yaml.get(), MAX_BYTES);
                return new InventoryFile(
                        YamlFields.mapping(groups, "an inventory").plain(), null);
            }
        } catch (YamlProblem e) {
            return problem(e.sentence(NAME));
        } catch (IOException e) {
            return problem(NAME + ": reading it failed.");
        }
    }

    private static InventoryFile problem(String sentence) {
        return new InventoryFile(null, sentence);
    }
}
