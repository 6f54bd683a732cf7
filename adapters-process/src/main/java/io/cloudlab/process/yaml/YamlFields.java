package io.cloudlab.process.yaml;

import io.cloudlab.core.services.input.Script;
import java.util.regex.Pattern;

/** What the readers of YAML files have in common. */
public final class YamlFields {
    /** What the names of scripts and outputs look like. */
    public static final String NAME = Script.NAMES;

    private static final Pattern PRINTABLE = Pattern.compile("[^\\p{Cntrl}]{1,100}");

    private YamlFields() {}

    /** The entry's name. */
    public static String name(YamlEntry entry, String what) throws YamlProblem {
        YamlValue value = entry.value("name");
        String name = value instanceof YamlValue.Scalar scalar ? scalar.text() : null;
        if (value != null && name == null) throw problem(value, "'name' must hold plain text");
        if (name == null || name.isBlank()) throw entry.problem(what + " without a name");
        if (PRINTABLE.matcher(name).matches()) return name;
        throw entry.problem("the name of " + what + " must have at most 100 characters, all printable");
    }

    public static YamlValue.Mapping mapping(YamlValue value, String what) throws YamlProblem {
        if (value instanceof YamlValue.Mapping mapping) return mapping;
        throw problem(value, what + " must be a mapping of names to values");
    }

    public static YamlProblem problem(YamlValue place, String reason) {
        return new YamlProblem(reason, place.line(), place.column());
    }

    /** A word of the file in quotes, if it can be shown. */
    static String shown(String word) {
        return PRINTABLE.matcher(word).matches() ? "'" + word + "'" : "what stands there";
    }
}
