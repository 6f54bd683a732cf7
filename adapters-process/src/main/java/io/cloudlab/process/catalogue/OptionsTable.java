package io.cloudlab.process.catalogue;

import io.cloudlab.core.services.input.OptionsSource;
import io.cloudlab.process.yaml.SchemaParts;
import io.cloudlab.process.yaml.YamlEntry;
import io.cloudlab.process.yaml.YamlKey;
import io.cloudlab.process.yaml.YamlProblem;
import io.cloudlab.process.yaml.YamlShape;
import io.cloudlab.process.yaml.YamlTable;
import io.cloudlab.process.yaml.YamlValue;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Where the options of an input may come from. */
final class OptionsTable {
    static final String NAME = "[A-Za-z][A-Za-z0-9_-]{0,63}";

    private static final String TYPE = "[a-z0-9][a-z0-9_-]{0,63}";

    static final YamlTable FROM = YamlTable.of(
                    "a source of options",
                    "Objects of an inventory type that the caller may see, or the names of files.",
                    YamlKey.of("type", new YamlShape.Text(TYPE), "The slug of the type.")
                            .stopping(),
                    YamlKey.of("value", new YamlShape.Text(NAME), "The field whose values are offered; default: id.")
                            .stopping(),
                    YamlKey.of("filter", new YamlShape.Named(NAME), "Values that fields of the objects must have.")
                            .stopping(),
                    YamlKey.of(
                                    "glob",
                                    new YamlShape.Text(ScriptsTable.PATH),
                                    "A path in the service, else in the lab; in its last part * and ? stand for others.")
                            .stopping())
            .withSchema(rules());

    private OptionsTable() {}

    /** Either a type or a pattern. */
    private static Map<String, Object> rules() {
        Map<String, Object> rules = new LinkedHashMap<>(SchemaParts.oneOf("type", "glob"));
        Map<String, Object> absent = new LinkedHashMap<>();
        for (String key : List.of("type", "value", "filter")) absent.put(key, false);
        rules.put("dependentSchemas", SchemaParts.object("glob", SchemaParts.object("properties", absent)));
        return rules;
    }

    static OptionsSource read(YamlValue value, List<YamlProblem> found) throws YamlProblem {
        YamlEntry entry = YamlEntry.of(value, FROM, found);
        String glob = shaped(entry, "glob", ScriptsTable.PATH);
        String type = shaped(entry, "type", TYPE);
        String field = shaped(entry, "value", NAME);
        if (entry.has("glob")) {
            if (glob == null) throw entry.problem("'glob' is empty");
            for (String other : List.of("type", "value", "filter"))
                if (entry.has(other)) throw entry.problem("'glob' and '" + other + "' exclude each other");
            return new OptionsSource.OfFiles(glob);
        }
        if (type == null) throw entry.problem("options from neither 'type' nor 'glob'");
        return new OptionsSource.OfType(type, field == null ? OptionsSource.OfType.ID : field, entry.named("filter"));
    }

    private static @org.jspecify.annotations.Nullable String shaped(YamlEntry entry, String key, String pattern)
            throws YamlProblem {
        String text = entry.text(key);
        if (text != null && !text.matches(pattern)) throw entry.problem("'" + key + "' cannot be this");
        return text;
    }
}
