package io.cloudlab.process.catalogue;

import io.cloudlab.core.services.input.InputTemplate;
import io.cloudlab.core.services.input.InputType;
import io.cloudlab.core.services.input.ScriptInput;
import io.cloudlab.process.yaml.YamlEntry;
import io.cloudlab.process.yaml.YamlFields;
import io.cloudlab.process.yaml.YamlProblem;
import io.cloudlab.process.yaml.YamlValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads the texts of a script that may name its inputs. */
final class CatalogueTemplates {
    private final YamlEntry entry;
    private final List<ScriptInput> inputs;
    private final List<YamlProblem> flaws;

    /** @param flaws receives why the script cannot be run */
    CatalogueTemplates(YamlEntry entry, List<ScriptInput> inputs, List<YamlProblem> flaws) {
        this.entry = entry;
        this.inputs = inputs;
        this.flaws = flaws;
    }

    /** Null if absent. */
    @Nullable
    InputTemplate text(String key) throws YamlProblem {
        String text = entry.joined(key);
        return text == null ? null : checked(key, text);
    }

    List<InputTemplate> texts(String key) throws YamlProblem {
        List<InputTemplate> templates = new ArrayList<>();
        for (String text : entry.texts(key)) templates.add(checked(key, text));
        return templates;
    }

    void flaw(String key, String reason) {
        flaws.add(YamlFields.problem(place(key), "'" + key + "' " + reason));
    }

    private InputTemplate checked(String key, String text) {
        InputTemplate template = new InputTemplate(text);
        if (template.isMalformed()) flaw(key, "has braces that name no input: write {{ inputs.NAME }}");
        for (String name : template.names()) {
            Optional<ScriptInput> input =
                    inputs.stream().filter(one -> one.name().equals(name)).findFirst();
            if (input.isEmpty()) flaw(key, "names the input '" + name + "', which there is not");
            else if (input.get().type() == InputType.SECRET)
                flaw(
                        key,
                        "names the secret input '" + name
                                + "': other processes can read arguments, so take it from its variable");
        }
        return template;
    }

    private YamlValue place(String key) {
        return Objects.requireNonNull(entry.value(key));
    }
}
