package io.cloudlab.process;

import io.cloudlab.core.services.ServiceDefinition;
import io.cloudlab.process.catalogue.CatalogueEntry;
import io.cloudlab.process.catalogue.CatalogueOutputs;
import io.cloudlab.process.catalogue.CatalogueSnapshot;
import io.cloudlab.process.catalogue.InstanceTable;
import io.cloudlab.process.catalogue.MissingFiles;
import io.cloudlab.process.directory.SecureDirectory;
import io.cloudlab.process.types.LabTypes;
import io.cloudlab.process.types.TypeFile;
import io.cloudlab.process.yaml.YamlProblem;
import io.cloudlab.process.yaml.YamlReader;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Looks through a lab directory, without a server, for everything the readers of its files do not understand. Reads every file
 * once; nothing is written.
 */
public final class LabCheck {
    private static final List<String> PLAIN_YAML = List.of("config.yaml", "outputs.yaml");

    private final Path lab;
    private final List<String> warnings = new ArrayList<>();

    private LabCheck(Path lab) {
        this.lab = lab;
    }

    /**
     * One sentence for each fault, with file, line and column as far as it has them, in the order of the files.
     *
     * @throws IOException if the lab cannot be read
     */
    public static List<String> warnings(Path lab) throws IOException {
        LabCheck check = new LabCheck(lab.toAbsolutePath().normalize());
        check.all();
        return List.copyOf(check.warnings);
    }

    private void all() throws IOException {
        try (SecureDirectory root = SecureDirectory.open(lab)) {
            if (!root.isDirectory(CatalogueSnapshot.SERVICES) && !root.isDirectory(LabTypes.DIRECTORY))
                warnings.add("This is no lab directory: it has neither " + CatalogueSnapshot.SERVICES + " nor "
                        + LabTypes.DIRECTORY + ".");
            services();
            TypeFile.Reading reading = new TypeFile.Reading(new MissingFiles().lookup(root), Integer.MAX_VALUE, false);
            warnings.addAll(new LabTypes(lab, Clock.systemUTC(), System::nanoTime, reading)
                    .types()
                    .problems());
        }
    }

    private void services() throws IOException {
        CatalogueSnapshot services =
                CatalogueSnapshot.NONE.renewed(lab, Clock.systemUTC().instant());
        warnings.addAll(services.skipped());
        for (ServiceDefinition service : services.services()) service(service);
    }

    private void service(ServiceDefinition service) throws IOException {
        String name = service.name().value();
        String shown = CatalogueSnapshot.SERVICES + "/" + name + "/";
        for (String warning : service.warnings()) warnings.add(shown + warning);
        Optional<SecureDirectory> directory = SecureDirectory.open(lab, List.of(CatalogueSnapshot.SERVICES, name));
        if (directory.isEmpty()) return;
        try (SecureDirectory tree = directory.get()) {
            for (String file : PLAIN_YAML) look(tree, file, shown + file, YamlReader::read);
            look(
                    tree,
                    CatalogueEntry.INSTANCE,
                    shown + CatalogueEntry.INSTANCE,
                    yaml -> tell(shown + CatalogueEntry.INSTANCE, InstanceTable.problems(YamlReader.read(yaml))));
            if (!tree.isDirectory(CatalogueOutputs.FOLDER)) return;
            String published = shown + CatalogueOutputs.shownName();
            try (SecureDirectory outputs = tree.directory(CatalogueOutputs.FOLDER)) {
                look(
                        outputs,
                        CatalogueOutputs.FILE,
                        published,
                        yaml -> tell(published, CatalogueOutputs.problems(yaml)));
            }
        }
    }

    private interface Look {
        Object at(byte[] yaml) throws YamlProblem;
    }

    private void look(SecureDirectory directory, String file, String shown, Look look) throws IOException {
        try {
            Optional<byte[]> yaml = directory.read(file);
            if (yaml.isPresent()) look.at(yaml.get());
        } catch (YamlProblem e) {
            warnings.add(e.sentence(shown));
        }
    }

    private Object tell(String file, List<YamlProblem> problems) {
        problems.forEach(problem -> warnings.add(problem.sentence(file)));
        return problems;
    }
}
