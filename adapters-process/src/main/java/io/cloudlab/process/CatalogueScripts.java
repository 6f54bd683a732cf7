package io.cloudlab.process;

import static io.cloudlab.process.YamlFields.items;
import static io.cloudlab.process.YamlFields.mapping;
import static io.cloudlab.process.YamlFields.problem;
import static io.cloudlab.process.YamlFields.text;

import io.cloudlab.core.services.Script;
import io.cloudlab.core.services.ScriptInput;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Reads the scripts a scripts.yaml declares. A script with a mistake is left out as a whole and its mistake reported:
 * running it half understood could drop the very check its author wanted.
 */
final class CatalogueScripts {
    static final String FILE = "scripts.yaml";

    private CatalogueScripts() {}

    /**
     * @param warnings receives one sentence per mistake
     * @return at least one script
     */
    static List<Script> read(byte[] yaml, List<String> warnings) {
        List<Script> scripts = new ArrayList<>();
        try {
            YamlValue root = YamlReader.read(yaml);
            if (root instanceof YamlValue.Scalar empty && empty.plain() == null) return List.of(Script.DEPLOY);
            for (YamlValue entry : items(mapping(root, "the file"), "scripts")) add(entry, scripts, warnings);
        } catch (YamlProblem problem) {
            warnings.add(problem.sentence(FILE));
        }
        return scripts.isEmpty() ? List.of(Script.DEPLOY) : scripts;
    }

    private static void add(YamlValue entry, List<Script> scripts, List<String> warnings) {
        try {
            Script script = script(mapping(entry, "a script"));
            if (scripts.stream().anyMatch(other -> other.name().equals(script.name()))) {
                throw problem(entry, "another script has this name already");
            }
            scripts.add(script);
        } catch (YamlProblem problem) {
            warnings.add(problem.sentence(FILE) + " The script" + shownName(entry) + " is left out.");
        }
    }

    private static String shownName(YamlValue entry) {
        try {
            return " '" + YamlFields.name(mapping(entry, "a script"), "a script") + "'";
        } catch (YamlProblem nameless) {
            return "";
        }
    }

    private static Script script(YamlValue.Mapping entry) throws YamlProblem {
        String name = YamlFields.name(entry, "a script");
        String file = text(entry, "script", text(entry, "file", ""));
        if (file.isEmpty()) throw problem(entry, "a script without 'script' or 'file'");
        CataloguePath path = CataloguePath.parse(file)
                .orElseThrow(() -> problem(entry, "'script' names no file that the service may run"));
        return new Script(
                name,
                text(entry, "label", name),
                text(entry, "description", ""),
                path.toString(),
                inputs(entry),
                parallel(entry));
    }

    static List<ScriptInput> inputs(YamlValue.Mapping entry) throws YamlProblem {
        List<ScriptInput> inputs = new ArrayList<>();
        Set<String> variables = new HashSet<>();
        for (YamlValue one : items(entry, "inputs")) {
            ScriptInput input = CatalogueInput.read(mapping(one, "an input"));
            if (!variables.add(CatalogueInput.variable(one, input.name()))) {
                throw problem(one, "another input of the script gives the same variable");
            }
            inputs.add(input);
        }
        return inputs;
    }

    private static boolean parallel(YamlValue.Mapping entry) throws YamlProblem {
        String concurrency = text(entry, "concurrency", "");
        if (concurrency.isEmpty() || concurrency.equals("parallel")) return !concurrency.isEmpty();
        throw problem(entry, "'concurrency' can only be 'parallel'");
    }
}
