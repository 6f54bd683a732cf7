package io.cloudlab.process.catalogue;

import io.cloudlab.core.services.input.Script;
import io.cloudlab.core.services.input.ScriptInput;
import io.cloudlab.process.yaml.YamlEntry;
import io.cloudlab.process.yaml.YamlFields;
import io.cloudlab.process.yaml.YamlProblem;
import io.cloudlab.process.yaml.YamlReader;
import io.cloudlab.process.yaml.YamlValue;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads the scripts a scripts.yaml declares. What is not understood is reported. A script that would run half understood
 * where that could hurt, such as without a check its author wanted, stays listed with its problem.
 */
public final class CatalogueScripts {
    static final String FILE = "scripts.yaml";

    private final FileLookup files;
    private final List<String> warnings;
    private final List<YamlProblem> found = new ArrayList<>();
    private final List<Script> scripts = new ArrayList<>();

    private CatalogueScripts(FileLookup files, List<String> warnings) {
        this.files = files;
        this.warnings = warnings;
    }

    /**
     * @param files says what stands at a path below the service
     * @param warnings receives one sentence per mistake
     * @return at least one script
     */
    public static List<Script> read(byte[] yaml, FileLookup files, List<String> warnings) {
        CatalogueScripts reading = new CatalogueScripts(files, warnings);
        try {
            YamlValue root = YamlReader.read(yaml);
            if (root instanceof YamlValue.Scalar empty && empty.plain() == null) return List.of(Script.DEPLOY);
            YamlEntry file = YamlEntry.of(root, ScriptsTable.ROOT, reading.found);
            for (YamlValue entry : file.items("scripts")) reading.add(entry);
            reading.tell();
        } catch (YamlProblem e) {
            reading.tell();
            warnings.add(e.sentence(FILE));
        }
        return reading.scripts.isEmpty() ? List.of(Script.DEPLOY) : reading.scripts;
    }

    private void tell() {
        found.forEach(problem -> warnings.add(problem.sentence(FILE)));
        found.clear();
    }

    private void add(YamlValue value) {
        String name = "";
        try {
            YamlEntry entry = YamlEntry.of(value, ScriptsTable.SCRIPT, found);
            name = YamlFields.name(entry, "a script");
            String unique = name;
            if (scripts.stream().anyMatch(other -> other.name().equals(unique)))
                throw entry.problem("another script has this name already");
            Script script = script(entry, name);
            tell();
            scripts.add(script);
        } catch (YamlProblem e) {
            tell();
            warnings.add(
                    e.sentence(FILE) + " The script" + (name.isEmpty() ? "" : " '" + name + "'") + " is left out.");
        }
    }

    private Script script(YamlEntry entry, String name) throws YamlProblem {
        List<YamlProblem> flaws = new ArrayList<>();
        String file = file(entry, flaws);
        List<ScriptInput> inputs = CatalogueInput.all(entry, found, flaws);
        Script script = new Script(
                name,
                entry.text("label", name),
                entry.text("description", ""),
                file,
                inputs,
                entry.has("inputs"),
                parallel(entry),
                null);
        tell();
        for (YamlProblem flaw : flaws) {
            warnings.add(flaw.sentence(FILE) + " The script '" + name + "' cannot be run.");
            script = script.withProblem(flaw.sentence(FILE));
        }
        return script;
    }

    /** Empty if it names none that may be run. */
    private String file(YamlEntry entry, List<YamlProblem> flaws) {
        for (String key : List.of("script", "file")) {
            YamlValue value = entry.value(key);
            if (value == null) continue;
            String path = value instanceof YamlValue.Scalar scalar ? scalar.text() : "";
            if (path.isEmpty() && value instanceof YamlValue.Scalar) continue;
            var parsed = CataloguePath.parse(path);
            if (parsed.isPresent()) {
                String fault = files.fault(parsed.get());
                if (!fault.isEmpty()) flaws.add(YamlFields.problem(value, fault));
                return parsed.get().toString();
            }
            flaws.add(YamlFields.problem(value, "'" + key + "' names no file that the service may run"));
            return "";
        }
        flaws.add(entry.problem("a script without 'script' or 'file'"));
        return "";
    }

    /** What is not understood waits for others, which is always safe. */
    private static boolean parallel(YamlEntry entry) throws YamlProblem {
        String word = entry.text("concurrency", "");
        YamlValue place = entry.value("concurrency");
        if (word.isEmpty() || place == null) return false;
        return ScriptsTable.CONCURRENCY.find(word).orElseGet(() -> {
            entry.note(place, "'concurrency' is " + ScriptsTable.CONCURRENCY.unknown(word));
            return false;
        });
    }
}
