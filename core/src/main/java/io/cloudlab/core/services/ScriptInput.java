package io.cloudlab.core.services;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One input a script declares.
 *
 * @param defaultValue a JSON-like value, or null for none
 * @param options what may be chosen; empty for anything
 * @param pattern a regular expression the whole value must match, or null
 */
public record ScriptInput(
        String name,
        String label,
        InputType type,
        boolean required,
        @Nullable Object defaultValue,
        List<String> options,
        @Nullable String pattern,
        String description) {
    public ScriptInput {
        options = List.copyOf(options);
    }
}
