package io.cloudlab.process;

import static io.cloudlab.process.YamlFields.items;
import static io.cloudlab.process.YamlFields.mapping;
import static io.cloudlab.process.YamlFields.problem;
import static io.cloudlab.process.YamlFields.text;

import io.cloudlab.core.services.PublishedOutputs;
import io.cloudlab.core.services.ServiceName;
import io.cloudlab.core.services.ServiceOutput;
import java.io.IOException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Reads what a service has published. One output with a mistake is left out; nothing is remembered, since it is secret. */
final class CatalogueOutputs {
    private static final String FOLDER = "outputs";
    private static final String FILE = "service_outputs.yaml";

    private final Path root;

    CatalogueOutputs(Path root) {
        this.root = root;
    }

    PublishedOutputs of(ServiceName service) {
        List<ServiceOutput> outputs = new ArrayList<>();
        List<String> warnings = new ArrayList<>();
        Optional<PosixFileAttributes> attributes = Optional.empty();
        try {
            Optional<CatalogueTree> directory =
                    CatalogueTree.open(root, List.of(CatalogueSnapshot.SERVICES, service.value(), FOLDER));
            if (directory.isEmpty()) return PublishedOutputs.none(service);
            try (CatalogueTree folder = directory.get()) {
                attributes = folder.attributes(FILE);
                if (attributes.isEmpty()) return PublishedOutputs.none(service);
                read(folder.read(FILE).orElse(new byte[0]), outputs, warnings);
            }
        } catch (YamlProblem problem) {
            warnings.add(problem.sentence(shownName()));
        } catch (IOException broken) {
            warnings.add(shownName() + " cannot be read now.");
        }
        return new PublishedOutputs(
                service,
                outputs,
                attributes.map(found -> found.lastModifiedTime().toInstant()).orElse(null),
                warnings);
    }

    private static void read(byte[] yaml, List<ServiceOutput> outputs, List<String> warnings) throws YamlProblem {
        YamlValue root = YamlReader.read(yaml);
        if (root instanceof YamlValue.Scalar empty && empty.plain() == null) return;
        for (YamlValue entry : items(mapping(root, "the file"), "outputs")) {
            try {
                outputs.add(output(mapping(entry, "an output")));
            } catch (YamlProblem problem) {
                warnings.add(problem.sentence(shownName()) + " The output is left out.");
            }
        }
    }

    private static ServiceOutput output(YamlValue.Mapping entry) throws YamlProblem {
        String name = YamlFields.name(entry, "an output");
        String word = text(entry, "type", "text");
        ServiceOutput.Type type = Stream.of(ServiceOutput.Type.values())
                .filter(each -> each.word().equals(word))
                .findFirst()
                .orElseThrow(() -> problem(entry, "'type' must be url, credential or text"));
        return new ServiceOutput(
                name,
                type,
                text(entry, "label", name),
                text(entry, "value"),
                text(entry, "username"),
                text(entry, "credential_type"));
    }

    private static String shownName() {
        return FOLDER + "/" + FILE;
    }
}
