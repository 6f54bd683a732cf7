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
        String description) {
    public ScriptInput {
        options = List.copyOf(options);
        optionLabels = Collections.unmodifiableMap(new LinkedHashMap<>(optionLabels));
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
}
