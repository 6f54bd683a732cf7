package io.cloudlab.core.services.input;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One input a script declares.
 *
 * @param defaultValue a JSON-like value, or null for none
 * @param options what may be chosen; empty for anything
 * @param optionLabels how options are shown to people, by option; those that are shown as they are may be left out
 * @param pattern a regular expression the whole value must match, or null
 * @param optionsFrom where its options come from, or null if {@code options} are all there are
 * @param visibleIf values that inputs before it must have for this one to be taken, by name; empty for always
 */
public record ScriptInput(
        String name,
        String label,
        InputType type,
        boolean required,
        @Nullable Object defaultValue,
        List<String> options,
        Map<String, String> optionLabels,
        @Nullable String pattern,
        String description,
        @Nullable OptionsSource optionsFrom,
        Map<String, List<String>> visibleIf) {
    public ScriptInput {
        options = List.copyOf(options);
        visibleIf = Collections.unmodifiableMap(new LinkedHashMap<>(visibleIf));
        optionLabels = Collections.unmodifiableMap(new LinkedHashMap<>(optionLabels));
    }

    /** An input that is always taken, with options of its own. */
    public ScriptInput(
            String name,
            String label,
            InputType type,
            boolean required,
            @Nullable Object defaultValue,
            List<String> options,
            Map<String, String> optionLabels,
            @Nullable String pattern,
            String description) {
        this(name, label, type, required, defaultValue, options, optionLabels, pattern, description, null, Map.of());
    }

    /** An input whose options are shown as they are. */
    public ScriptInput(
            String name,
            String label,
            InputType type,
            boolean required,
            @Nullable Object defaultValue,
            List<String> options,
            @Nullable String pattern,
            String description) {
        this(name, label, type, required, defaultValue, options, Map.of(), pattern, description);
    }

    /** The same, with what may be chosen now. */
    public ScriptInput withOptions(InputOptions now) {
        return new ScriptInput(
                name,
                label,
                type,
                required,
                defaultValue,
                now.values(),
                now.labels(),
                pattern,
                description,
                optionsFrom,
                visibleIf);
    }

    /** The same, taken under these conditions. */
    public ScriptInput withConditions(Map<String, List<String>> conditions) {
        return new ScriptInput(
                name,
                label,
                type,
                required,
                defaultValue,
                options,
                optionLabels,
                pattern,
                description,
                optionsFrom,
                conditions);
    }

    /** The same, with another default, and whether it must be given. */
    public ScriptInput withDefault(@Nullable Object other, boolean needed) {
        return new ScriptInput(
                name, label, type, needed, other, options, optionLabels, pattern, description, optionsFrom, visibleIf);
    }
}
