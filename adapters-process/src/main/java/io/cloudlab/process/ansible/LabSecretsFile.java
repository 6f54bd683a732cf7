package io.cloudlab.process.ansible;

import io.cloudlab.core.vault.SecretsFile;
import io.cloudlab.process.directory.SecureDirectory;
import io.cloudlab.process.yaml.YamlProblem;
import io.cloudlab.process.yaml.YamlReader;
import io.cloudlab.process.yaml.YamlValue;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@code vault/secrets.yml} of a lab directory. */
public record LabSecretsFile(Path root) implements SecretsFile {
    private static final Logger LOG = LoggerFactory.getLogger(LabSecretsFile.class);
    private static final String DIRECTORY = "vault";
    private static final String FILE = "secrets.yml";

    @Override
    public Optional<byte[]> read() {
        try {
            Optional<SecureDirectory> directory = SecureDirectory.open(root, List.of(DIRECTORY));
            if (directory.isEmpty()) return Optional.empty();
            try (SecureDirectory vault = directory.get()) {
                return vault.read(FILE);
            }
        } catch (IOException e) {
            LOG.warn("{}/{} cannot be read.", DIRECTORY, FILE);
        } catch (YamlProblem e) {
            LOG.warn("{}", e.sentence(DIRECTORY + "/" + FILE));
        }
        return Optional.empty();
    }

    @Override
    public List<String> values(byte[] yaml) {
        List<String> values = new ArrayList<>();
        try {
            collect(YamlReader.read(yaml), values);
        } catch (YamlProblem e) {
            LOG.warn("{}/{}, decrypted, is no YAML that can be read.", DIRECTORY, FILE); // no word of what is in it
        }
        return values;
    }

    private static void collect(YamlValue value, List<String> values) {
        if (value instanceof YamlValue.Scalar scalar) values.add(scalar.text());
        else if (value instanceof YamlValue.Sequence list) list.items().forEach(item -> collect(item, values));
        else if (value instanceof YamlValue.Mapping map)
            map.members().values().forEach(member -> collect(member, values));
    }
}
