package io.cloudlab.process.catalogue;

import io.cloudlab.core.jobs.JobBuilder;
import io.cloudlab.core.services.input.InputTemplate;
import io.cloudlab.core.services.input.PlaybookOption;
import io.cloudlab.core.services.input.PlaybookOptions;
import io.cloudlab.core.services.input.ScriptInput;
import io.cloudlab.core.shared.Refused;
import io.cloudlab.process.yaml.YamlEntry;
import io.cloudlab.process.yaml.YamlFields;
import io.cloudlab.process.yaml.YamlProblem;
import io.cloudlab.process.yaml.YamlValue;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Reads how a script that is a playbook is run. */
final class CataloguePlaybook {
    private static final String INVENTORY = "inventory";

    private final YamlEntry entry;
    private final CatalogueTemplates templates;
    private final List<YamlProblem> flaws;

    private CataloguePlaybook(YamlEntry entry, CatalogueTemplates templates, List<YamlProblem> flaws) {
        this.entry = entry;
        this.templates = templates;
        this.flaws = flaws;
    }

    /** @return null if the script is none */
    static @Nullable PlaybookOptions read(
            YamlEntry entry,
            CatalogueTemplates templates,
            List<InputTemplate> arguments,
            List<ScriptInput> inputs,
            List<YamlProblem> flaws)
            throws YamlProblem {
        CataloguePlaybook reading = new CataloguePlaybook(entry, templates, flaws);
        if (!entry.has("playbook")) {
            reading.refuseOptions();
            return null;
        }
        for (String other : List.of("script", "file"))
            if (entry.has(other)) flaws.add(entry.problem("'playbook' and '" + other + "' exclude each other"));
        for (ScriptInput input : inputs)
            JobBuilder.inputFault(input.name())
                    .ifPresent(fault -> flaws.add(entry.problem(fault.replaceFirst("\\.$", ""))));
        for (InputTemplate argument : arguments)
            if (!argument.names().isEmpty())
                templates.flaw("arguments", "of a playbook cannot name inputs: its own keys and variables can");
        return new PlaybookOptions(reading.inventory(), reading.options());
    }

    private void refuseOptions() {
        if (entry.has(INVENTORY)) meaningless(INVENTORY);
        for (PlaybookOption option : PlaybookOption.values()) if (entry.has(option.key())) meaningless(option.key());
    }

    private void meaningless(String key) {
        flaws.add(entry.problem("'" + key + "' means nothing without 'playbook'"));
    }

    private @Nullable InputTemplate inventory() throws YamlProblem {
        InputTemplate inventory = templates.text(INVENTORY);
        if (inventory != null && !inventory.text().matches(ScriptsTable.INVENTORY))
            templates.flaw(INVENTORY, "must be 'service', 'instances', or a path in the service or the lab");
        return inventory;
    }

    private Map<PlaybookOption, InputTemplate> options() throws YamlProblem {
        Map<PlaybookOption, InputTemplate> options = new EnumMap<>(PlaybookOption.class);
        for (PlaybookOption option : PlaybookOption.values()) {
            InputTemplate template = templates.text(option.key());
            if (template == null) continue;
            options.put(option, template);
            if (!template.names().isEmpty()) continue;
            YamlValue place = Objects.requireNonNull(entry.value(option.key()));
            try {
                option.words(template.text());
            } catch (Refused e) {
                flaws.add(YamlFields.problem(place, e.detail().replaceFirst("\\.$", "")));
            }
        }
        return options;
    }
}
