package io.cloudlab.process.yaml;

import static io.cloudlab.process.yaml.YamlFields.problem;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What may be chosen, and how it is shown.
 *
 * @param labels by value, of those that have one
 */
public record YamlOptions(List<String> values, Map<String, String> labels) {
    private static final YamlTable PAIR = YamlTable.of(
            "an option",
            "One of the options, with the text that is shown for it.",
            YamlKey.text("value", "What the script gets.").needed(),
            YamlKey.text("label", "What people see."));

    /** A list of values or of {@code {value, label}}, or a mapping of values to labels; empty if absent. */
    public static YamlOptions read(YamlEntry entry, String key, List<YamlProblem> found) throws YamlProblem {
        YamlValue value = entry.value(key);
        YamlOptions options = new YamlOptions(new ArrayList<>(), new LinkedHashMap<>());
        if (value == null) return options;
        if (value instanceof YamlValue.Mapping pairs) {
            for (var each : pairs.members().entrySet())
                options.add(each.getKey(), plain(each.getValue(), key), each.getValue());
        } else if (value instanceof YamlValue.Sequence several) {
            for (YamlValue one : several.items()) options.add(one, key, found);
        } else {
            throw problem(value, "'" + key + "' must be a list, or a mapping of values to labels");
        }
        return options;
    }

    private void add(YamlValue one, String key, List<YamlProblem> found) throws YamlProblem {
        if (!(one instanceof YamlValue.Mapping)) {
            add(plain(one, key), null, one);
            return;
        }
        YamlEntry pair = YamlEntry.of(one, PAIR, found);
        String value = pair.text("value");
        if (value == null) throw pair.problem("an option without 'value'");
        add(value, pair.text("label"), one);
    }

    private void add(String value, @Nullable String label, YamlValue place) throws YamlProblem {
        if (values.contains(value)) throw problem(place, "an option that stands there twice");
        values.add(value);
        if (label != null && !label.equals(value)) labels.put(value, label);
    }

    private static String plain(YamlValue value, String key) throws YamlProblem {
        if (value instanceof YamlValue.Scalar scalar) return scalar.text();
        throw problem(value, "'" + key + "' must hold plain text");
    }

    static YamlTable pair() {
        return PAIR;
    }
}
