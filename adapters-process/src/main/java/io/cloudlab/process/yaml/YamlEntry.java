package io.cloudlab.process.yaml;

import io.cloudlab.core.shared.NearestWord;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One mapping of a file, read by its table. What has another shape than the table says is noted and passed over, unless the
 * key stops the entry. Keys that mean nothing are noted once.
 */
public final class YamlEntry {
    private static final Set<String> YES = Set.of("true", "yes", "on");
    private static final Set<String> NO = Set.of("false", "no", "off");

    private final YamlValue.Mapping mapping;
    private final YamlTable table;
    private final List<YamlProblem> found;

    private YamlEntry(YamlValue.Mapping mapping, YamlTable table, List<YamlProblem> found) {
        this.mapping = mapping;
        this.table = table;
        this.found = found;
    }

    /**
     * @param found receives what is passed over
     * @throws YamlProblem if it is no mapping
     */
    public static YamlEntry of(YamlValue value, YamlTable table, List<YamlProblem> found) throws YamlProblem {
        YamlEntry entry = new YamlEntry(YamlFields.mapping(value, table.what()), table, found);
        entry.noteOthers();
        return entry;
    }

    public YamlValue.Mapping mapping() {
        return mapping;
    }

    private void noteOthers() {
        List<String> known = table.names();
        mapping.members().keySet().forEach(key -> {
            if (known.contains(key) || key.startsWith("x-")) return;
            String meant = NearestWord.of(key, known)
                    .map(near -> "; perhaps '" + near + "' is meant")
                    .orElse("");
            found.add(YamlFields.problem(
                    mapping.place(key), YamlFields.shown(key) + " means nothing here and is passed over" + meant));
        });
    }

    /** Null if absent, or noted. */
    @Nullable
    public YamlValue value(String key) {
        table.key(key);
        return mapping.get(key);
    }

    public boolean has(String key) {
        table.key(key);
        return mapping.members().containsKey(key);
    }

    /** Null if absent, or noted. */
    @Nullable
    public String text(String key) throws YamlProblem {
        YamlValue value = value(key);
        if (value == null) return null;
        if (!(value instanceof YamlValue.Scalar scalar)) {
            wrong(key, value, "must hold plain text");
            return null;
        }
        return scalar.text();
    }

    public String text(String key, String otherwise) throws YamlProblem {
        String text = text(key);
        return text == null ? otherwise : text;
    }

    /** False if absent. */
    public boolean flag(String key) {
        YamlValue value = value(key);
        if (value == null) return false;
        if (value instanceof YamlValue.Scalar scalar) {
            Optional<Boolean> flag = truth(scalar.text());
            if (flag.isPresent()) return flag.get();
        }
        boolean unclear = ((YamlShape.Flag) table.key(key).shape()).unclear();
        note(value, "'" + key + "' must be true or false; it is taken as " + unclear);
        return unclear;
    }

    /** YAML's older words count too. */
    public static Optional<Boolean> truth(String text) {
        String word = text.toLowerCase(Locale.ROOT);
        if (YES.contains(word)) return Optional.of(true);
        return NO.contains(word) ? Optional.of(false) : Optional.empty();
    }

    /** Empty if absent, or noted. */
    public List<YamlValue> items(String key) throws YamlProblem {
        YamlValue value = value(key);
        if (value == null) return List.of();
        if (value instanceof YamlValue.Sequence sequence) return sequence.items();
        wrong(key, value, "must be a list");
        return List.of();
    }

    /** Empty if absent, or noted. */
    public List<String> texts(String key) throws YamlProblem {
        List<String> texts = new ArrayList<>();
        for (YamlValue item : items(key)) {
            if (item instanceof YamlValue.Scalar scalar) texts.add(scalar.text());
            else wrong(key, item, "must hold plain text");
        }
        return texts;
    }

    /** Empty if absent. */
    public List<String> names(String key) throws YamlProblem {
        String pattern = ((YamlShape.Names) table.key(key).shape()).pattern();
        for (YamlValue item : items(key))
            if (item instanceof YamlValue.Scalar scalar && !scalar.text().matches(pattern))
                throw YamlFields.problem(item, "'" + key + "' cannot hold " + YamlFields.shown(scalar.text()));
        return texts(key);
    }

    /** Null if absent, or noted. */
    @Nullable
    public String joined(String key) throws YamlProblem {
        return value(key) instanceof YamlValue.Sequence ? String.join(",", texts(key)) : text(key);
    }

    /** Empty if absent; names that may not be, and values that are no plain text, are noted. */
    public Map<String, String> named(String key) throws YamlProblem {
        YamlValue value = value(key);
        if (value == null) return Map.of();
        if (!(value instanceof YamlValue.Mapping named)) {
            wrong(key, value, "must be a mapping of names to texts");
            return Map.of();
        }
        String pattern = ((YamlShape.Named) table.key(key).shape()).pattern();
        Map<String, String> texts = new LinkedHashMap<>();
        for (var each : named.members().entrySet()) {
            YamlValue place = named.place(each.getKey());
            if (!each.getKey().matches(pattern)) wrong(key, place, "cannot hold " + YamlFields.shown(each.getKey()));
            else if (each.getValue() instanceof YamlValue.Scalar scalar) texts.put(each.getKey(), scalar.text());
            else wrong(key, place, "must hold plain text for " + YamlFields.shown(each.getKey()));
        }
        return texts;
    }

    /** Empty if absent. */
    public Map<String, List<String>> conditions(String key) throws YamlProblem {
        YamlValue value = value(key);
        Map<String, List<String>> all = new LinkedHashMap<>();
        if (value == null) return all;
        if (!(value instanceof YamlValue.Mapping conditions)) {
            wrong(key, value, "must be a mapping of inputs to their values");
            return all;
        }
        String pattern = ((YamlShape.Conditions) table.key(key).shape()).pattern();
        for (var each : conditions.members().entrySet()) {
            if (!each.getKey().matches(pattern))
                throw YamlFields.problem(conditions.place(each.getKey()), "'" + key + "' names no input");
            List<String> values = new ArrayList<>();
            YamlValue given = each.getValue();
            for (YamlValue one : given instanceof YamlValue.Sequence several ? several.items() : List.of(given)) {
                if (!(one instanceof YamlValue.Scalar scalar))
                    throw YamlFields.problem(one, "'" + key + "' must hold plain text");
                values.add(scalar.plain() == null ? "" : scalar.text());
            }
            if (values.isEmpty()) throw YamlFields.problem(given, "'" + key + "' must hold a value");
            all.put(each.getKey(), List.copyOf(values));
        }
        return all;
    }

    public void note(YamlValue place, String reason) {
        found.add(YamlFields.problem(place, reason));
    }

    public YamlProblem problem(String reason) {
        return YamlFields.problem(mapping, reason);
    }

    private void wrong(String key, YamlValue place, String why) throws YamlProblem {
        if (table.key(key).stops()) throw YamlFields.problem(place, "'" + key + "' " + why);
        note(place, "'" + key + "' " + why + "; it is passed over");
    }
}
