package io.cloudlab.process.catalogue;

import io.cloudlab.core.services.PublishedOutputs;
import io.cloudlab.core.services.ServiceName;
import io.cloudlab.core.services.ServiceOutput;
import io.cloudlab.process.directory.SecureDirectory;
import io.cloudlab.process.yaml.YamlEntry;
import io.cloudlab.process.yaml.YamlFields;
import io.cloudlab.process.yaml.YamlProblem;
import io.cloudlab.process.yaml.YamlReader;
import io.cloudlab.process.yaml.YamlValue;
import java.io.IOException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads what a service has published. One output with a mistake is left out; nothing is remembered, since it is secret. */
public final class CatalogueOutputs {
    public static final String FOLDER = "outputs";
    public static final String FILE = "service_outputs.yaml";

    private final Path root;

    CatalogueOutputs(Path root) {
        this.root = root;
    }

    PublishedOutputs of(ServiceName service) {
        List<ServiceOutput> outputs = new ArrayList<>();
        List<String> warnings = new ArrayList<>();
        List<YamlProblem> found = new ArrayList<>();
        boolean whole = false;
        Optional<PosixFileAttributes> attributes = Optional.empty();
        try {
            Optional<SecureDirectory> directory =
                    SecureDirectory.open(root, List.of(CatalogueSnapshot.SERVICES, service.value(), FOLDER));
            if (directory.isEmpty()) return PublishedOutputs.none(service);
            try (SecureDirectory folder = directory.get()) {
                attributes = folder.attributes(FILE);
                if (attributes.isEmpty()) return PublishedOutputs.none(service);
                whole = read(folder.read(FILE).orElse(new byte[0]), outputs, found);
            }
        } catch (YamlProblem e) {
            found.add(e);
        } catch (IOException e) {
            warnings.add(shownName() + " cannot be read now.");
        }
        found.forEach(problem -> warnings.add(problem.sentence(shownName())));
        return new PublishedOutputs(
                service,
                outputs,
                attributes.map(each -> each.lastModifiedTime().toInstant()).orElse(null),
                warnings,
                whole);
    }

    /** @return whether nothing was left out */
    private static boolean read(byte[] yaml, List<ServiceOutput> outputs, List<YamlProblem> found) throws YamlProblem {
        YamlValue root = YamlReader.read(yaml);
        if (root instanceof YamlValue.Scalar empty && empty.plain() == null) return true;
        boolean whole = true;
        for (YamlValue one : YamlEntry.of(root, OutputsTable.ROOT, found).items("outputs")) {
            try {
                outputs.add(output(YamlEntry.of(one, OutputsTable.OUTPUT, found)));
            } catch (YamlProblem e) {
                found.add(e.with("; the output is left out"));
                whole = false;
            }
        }
        return whole;
    }

    private static ServiceOutput output(YamlEntry entry) throws YamlProblem {
        String name = YamlFields.name(entry, "an output");
        String word = entry.text("type", ServiceOutput.Type.TEXT.word());
        ServiceOutput.Type type = OutputsTable.TYPES
                .find(word)
                .orElseThrow(() -> entry.problem("'type' is " + OutputsTable.TYPES.unknown(word)));
        return new ServiceOutput(
                name,
                type,
                entry.text("label", name),
                entry.text("value"),
                entry.text("username"),
                entry.text("credential_type"));
    }

    /** What the readers say of the file's content; for those who check a lab. */
    public static List<YamlProblem> problems(byte[] yaml) {
        List<YamlProblem> found = new ArrayList<>();
        try {
            read(yaml, new ArrayList<>(), found);
        } catch (YamlProblem e) {
            found.add(e);
        }
        return found;
    }

    public static String shownName() {
        return FOLDER + "/" + FILE;
    }
}
