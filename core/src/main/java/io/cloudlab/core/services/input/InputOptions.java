package io.cloudlab.core.services.input;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;

/**
 * What may be chosen at this moment.
 *
 * @param labels how options are shown to people, by option; those that are shown as they are may be left out
 * @param truncated whether there are more than {@link #MAX}, which cannot be chosen
 */
public record InputOptions(List<String> values, Map<String, String> labels, boolean truncated) {
    public static final int MAX = 5_000;

    public static final InputOptions NONE = new InputOptions(List.of(), Map.of(), false);

    public InputOptions {
        values = List.copyOf(values);
        labels = Collections.unmodifiableMap(new LinkedHashMap<>(labels));
    }

    /** Options that are shown as they are. */
    public static InputOptions of(Iterable<String> all) {
        LinkedHashSet<String> values = new LinkedHashSet<>();
        for (String value : all) {
            if (values.size() == MAX && !values.contains(value))
                return new InputOptions(List.copyOf(values), Map.of(), true);
            values.add(value);
        }
        return new InputOptions(List.copyOf(values), Map.of(), false);
    }
}
