package io.cloudlab.process.catalogue;

import io.cloudlab.core.jobs.job.Retry;
import io.cloudlab.core.services.input.InputTemplate;
import io.cloudlab.core.services.input.PlaybookOptions;
import io.cloudlab.core.services.input.Script;
import io.cloudlab.core.services.input.ScriptInput;
import io.cloudlab.core.services.input.ScriptOptions;
import io.cloudlab.process.yaml.YamlEntry;
import io.cloudlab.process.yaml.YamlFields;
import io.cloudlab.process.yaml.YamlProblem;
import io.cloudlab.process.yaml.YamlReader;
import io.cloudlab.process.yaml.YamlValue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

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
    private Map<String, String> environment = Map.of();
    private List<String> secrets = List.of();

    private CatalogueScripts(FileLookup files, List<String> warnings) {
        this.files = files;
        this.warnings = warnings;
    }

    /**
     * What a file declares.
     *
     * @param scripts at least one
     * @param environment variables for all of them
     * @param secrets names of secrets that all of them are handed
     */
    public record Declared(List<Script> scripts, Map<String, String> environment, List<String> secrets) {
        static final Declared NONE = new Declared(List.of(Script.DEPLOY), Map.of(), List.of());
    }

    /**
     * @param files says what stands at a path below the service
     * @param warnings receives one sentence per mistake
     */
    public static Declared read(byte[] yaml, FileLookup files, List<String> warnings) {
        CatalogueScripts reading = new CatalogueScripts(files, warnings);
        try {
            YamlValue root = YamlReader.read(yaml);
            if (root instanceof YamlValue.Scalar empty && empty.plain() == null) return Declared.NONE;
            YamlEntry file = YamlEntry.of(root, ScriptsTable.ROOT, reading.found);
            reading.environment = file.named("environment");
            reading.secrets = file.names("secrets");
            for (YamlValue entry : file.items("scripts")) reading.add(entry);
            reading.tell();
        } catch (YamlProblem e) {
            reading.tell();
            warnings.add(e.sentence(FILE));
        }
        return new Declared(
                reading.scripts.isEmpty() ? List.of(Script.DEPLOY) : reading.scripts,
                reading.environment,
                reading.secrets);
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
        CatalogueTemplates templates = new CatalogueTemplates(entry, inputs, flaws);
        List<InputTemplate> arguments = templates.texts("arguments");
        PlaybookOptions playbook = CataloguePlaybook.read(entry, templates, arguments, inputs, flaws);
        Retry retry = retry(entry, flaws);
        Script script = new Script(
                name,
                entry.text("label", name),
                entry.text("description", ""),
                file,
                inputs,
                entry.has("inputs") || playbook != null,
                parallel(entry),
                new ScriptOptions(
                        playbook,
                        arguments,
                        entry.named("environment"),
                        entry.names("secrets"),
                        duration(entry, "timeout", flaws),
                        retry.left(),
                        retry.delay(),
                        templates.text("confirm")),
                null);
        tell();
        for (YamlProblem flaw : flaws) {
            warnings.add(flaw.sentence(FILE) + " The script '" + name + "' cannot be run.");
            script = script.withProblem(flaw.sentence(FILE));
        }
        return script;
    }

    private Retry retry(YamlEntry entry, List<YamlProblem> flaws) throws YamlProblem {
        YamlValue value = entry.value("retry");
        if (value == null) return Retry.NONE;
        try {
            YamlEntry retry = YamlEntry.of(value, ScriptsTable.RETRY, found);
            String times = retry.text("times", "");
            if (!times.matches("[1-9]|10")) throw retry.problem("'times' must be a number from 1 to 10");
            Duration delay = duration(retry, "delay", flaws);
            return Retry.of(Integer.parseInt(times), delay == null ? Duration.ZERO : delay);
        } catch (YamlProblem e) {
            flaws.add(e);
            return Retry.NONE;
        }
    }

    private static @Nullable Duration duration(YamlEntry entry, String key, List<YamlProblem> flaws)
            throws YamlProblem {
        String text = entry.text(key);
        if (text == null) return null;
        if (!text.matches(ScriptsTable.TIMEOUT)) {
            flaws.add(YamlFields.problem(
                    Objects.requireNonNull(entry.value(key)),
                    "'" + key + "' must be a number with s, m, h or d, such as 30m"));
            return null;
        }
        long number = Long.parseLong(text.substring(0, text.length() - 1));
        return switch (text.charAt(text.length() - 1)) {
            case 's' -> Duration.ofSeconds(number);
            case 'm' -> Duration.ofMinutes(number);
            case 'h' -> Duration.ofHours(number);
            default -> Duration.ofDays(number);
        };
    }

    /** Empty if it names none that may be run. */
    private String file(YamlEntry entry, List<YamlProblem> flaws) {
        for (String key : List.of("playbook", "script", "file")) {
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
        flaws.add(entry.problem("a script without 'script', 'file' or 'playbook'"));
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
