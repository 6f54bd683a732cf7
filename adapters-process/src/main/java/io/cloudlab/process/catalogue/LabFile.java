package io.cloudlab.process.catalogue;

import io.cloudlab.process.directory.SecureDirectory;
import io.cloudlab.process.yaml.YamlEntry;
import io.cloudlab.process.yaml.YamlProblem;
import io.cloudlab.process.yaml.YamlReader;
import io.cloudlab.process.yaml.YamlTable;
import io.cloudlab.process.yaml.YamlValue;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * {@code lab.yaml}: what holds for all services of a lab. A lab need not have one.
 *
 * @param environment variables for the scripts of all services
 * @param problems what is passed over
 */
public record LabFile(Map<String, String> environment, List<YamlProblem> problems) {
    public static final String NAME = "lab.yaml";

    public static final YamlTable ROOT =
            YamlTable.of("the file", "What holds for all services of the lab.", ScriptsTable.ENVIRONMENT);

    private static final LabFile NONE = new LabFile(Map.of(), List.of());

    /** @throws YamlProblem if nothing of it can be understood */
    public static LabFile read(byte[] yaml) throws YamlProblem {
        YamlValue root = YamlReader.read(yaml);
        if (root instanceof YamlValue.Scalar empty && empty.plain() == null) return NONE;
        List<YamlProblem> problems = new ArrayList<>();
        Map<String, String> environment = YamlEntry.of(root, ROOT, problems).named(ScriptsTable.ENVIRONMENT.name());
        return new LabFile(environment, List.copyOf(problems));
    }

    static LabFile of(Path lab) throws IOException, YamlProblem {
        try (SecureDirectory directory = SecureDirectory.open(lab)) {
            Optional<byte[]> yaml = directory.read(NAME);
            return yaml.isEmpty() ? NONE : read(yaml.get());
        }
    }

    /** What is wrong with the file, each one sentence. */
    public static List<String> warnings(Path lab) throws IOException {
        try {
            return of(lab).problems().stream()
                    .map(problem -> problem.sentence(NAME))
                    .toList();
        } catch (YamlProblem e) {
            return List.of(e.sentence(NAME) + " No script is run.");
        }
    }
}
