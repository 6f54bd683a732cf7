package io.cloudlab.process.catalogue;

import io.cloudlab.core.services.CheckedInputs;
import io.cloudlab.core.services.input.BoundedMatch;
import io.cloudlab.core.services.input.InputNames;
import io.cloudlab.core.services.input.InputType;
import io.cloudlab.core.services.input.OptionsSource;
import io.cloudlab.core.services.input.ScriptInput;
import io.cloudlab.core.shared.Refused;
import io.cloudlab.process.yaml.YamlEntry;
import io.cloudlab.process.yaml.YamlFields;
import io.cloudlab.process.yaml.YamlOptions;
import io.cloudlab.process.yaml.YamlProblem;
import io.cloudlab.process.yaml.YamlValue;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the inputs of a script or action from their declarations. */
public final class CatalogueInput {
    private final YamlEntry entry;
    private final List<YamlProblem> found;

    private CatalogueInput(YamlEntry entry, List<YamlProblem> found) {
        this.entry = entry;
        this.found = found;
    }

    /**
     * Those that can be read.
     *
     * @param entry what has a key {@code inputs}
     * @param found receives what is passed over
     * @param flaws receives what makes it unsafe to go on without
     */
    public static List<ScriptInput> all(YamlEntry entry, List<YamlProblem> found, List<YamlProblem> flaws) {
        List<ScriptInput> inputs = new ArrayList<>();
        Set<String> variables = new HashSet<>();
        try {
            for (YamlValue one : entry.items("inputs")) {
                try {
                    ScriptInput input = conditioned(read(one, found), inputs, one);
                    if (variables.add(InputNames.variable(input.name()))) inputs.add(input);
                    else flaws.add(YamlFields.problem(one, "another input gives the same variable"));
                } catch (YamlProblem e) {
                    flaws.add(e);
                }
            }
        } catch (YamlProblem e) {
            flaws.add(e);
        }
        return inputs;
    }

    /** What decides whether an input is taken is known by then, and may be told. */
    private static ScriptInput conditioned(ScriptInput input, List<ScriptInput> before, YamlValue place)
            throws YamlProblem {
        Map<String, List<String>> conditions = new LinkedHashMap<>();
        for (var condition : input.visibleIf().entrySet()) {
            String name = condition.getKey();
            ScriptInput other = before.stream()
                    .filter(one -> one.name().equals(name) && one.type() != InputType.SECRET)
                    .findFirst()
                    .orElseThrow(() -> impossible(input, place, "names '" + name + "', which is no input before it"));
            List<String> values = new ArrayList<>();
            for (String value : condition.getValue()) values.add(possible(input, other, value, place));
            conditions.put(name, values);
        }
        return input.withConditions(conditions);
    }

    /** A value that the other input can have, spelled as it would be then. */
    private static String possible(ScriptInput input, ScriptInput other, String value, YamlValue place)
            throws YamlProblem {
        String wanted = "wants '" + other.name() + "' to be '" + value + "', which it ";
        if (other.type() == InputType.BOOLEAN && !value.isEmpty())
            return YamlEntry.truth(value)
                    .map(String::valueOf)
                    .orElseThrow(() -> impossible(input, place, wanted + "cannot be: it is true or false"));
        boolean offered = other.optionsFrom() != null
                || other.type() != InputType.SELECT
                || value.isEmpty()
                || other.options().contains(value);
        if (!offered) throw impossible(input, place, wanted + "does not offer");
        return value;
    }

    private static YamlProblem impossible(ScriptInput input, YamlValue place, String why) {
        return YamlFields.problem(place, "'visible_if' of '" + input.name() + "' " + why);
    }

    private static ScriptInput read(YamlValue value, List<YamlProblem> found) throws YamlProblem {
        return new CatalogueInput(YamlEntry.of(value, ScriptsTable.INPUT, found), found).read();
    }

    private ScriptInput read() throws YamlProblem {
        String name = name();
        InputType type = kind(name).type();
        YamlOptions options = YamlOptions.read(entry, "options", found);
        OptionsSource from = optionsFrom(type, options);
        if (from == null && options.values().isEmpty()) {
            if (type == InputType.SELECT) throw entry.problem("a select without options");
            if (type == InputType.OBJECT) throw entry.problem("an object without 'options_from'");
            if (type == InputType.MULTISELECT) type = InputType.LIST;
        }
        ScriptInput input = new ScriptInput(
                name,
                entry.text("label", name),
                type,
                entry.flag("required"),
                null,
                options.values(),
                options.labels(),
                pattern(),
                entry.text("description", ""),
                from,
                entry.conditions("visible_if"));
        return withDefault(input);
    }

    private @Nullable OptionsSource optionsFrom(InputType type, YamlOptions options) throws YamlProblem {
        YamlValue value = entry.value("options_from");
        if (type == InputType.OBJECT && !options.values().isEmpty())
            throw entry.problem("an object with 'options', for which it needs 'options_from'");
        if (value == null) return null;
        if (!options.values().isEmpty()) throw entry.problem("'options' and 'options_from' exclude each other");
        if (type == InputType.SECRET || type == InputType.BOOLEAN)
            throw entry.problem("a " + type.word() + " with 'options_from'");
        OptionsSource from = OptionsTable.read(value, found);
        boolean offersIds =
                from instanceof OptionsSource.OfType ofType && ofType.value().equals(OptionsSource.OfType.ID);
        if (type == InputType.OBJECT && !offersIds)
            throw entry.problem("an object needs 'options_from' with a type, and no other value than its id");
        return from;
    }

    private String name() throws YamlProblem {
        YamlValue value = entry.value("name");
        if (!(value instanceof YamlValue.Scalar scalar) || scalar.text().isBlank())
            throw entry.problem("an input without a name");
        try {
            InputNames.variable(scalar.text());
            return scalar.text();
        } catch (Refused e) {
            throw YamlFields.problem(value, e.detail().replaceFirst("\\.$", ""));
        }
    }

    /** What is not known is text; where the word hints at a secret, it is one. */
    private ScriptsTable.Kind kind(String name) throws YamlProblem {
        String word = entry.text("type");
        YamlValue place = entry.value("type");
        if (word == null || place == null) return ScriptsTable.STRING;
        Optional<ScriptsTable.Kind> known = ScriptsTable.TYPES.find(word);
        if (known.isPresent()) return known.get();
        ScriptsTable.Kind secret = new ScriptsTable.Kind(InputType.SECRET);
        boolean hidden = ScriptsTable.isLikeSecret(word)
                || ScriptsTable.TYPES.nearest(word).filter(secret::equals).isPresent();
        ScriptsTable.Kind taken = hidden ? secret : ScriptsTable.STRING;
        entry.note(
                place,
                "input '" + name + "' is taken as a " + taken.type().word() + ": its type is "
                        + ScriptsTable.TYPES.unknown(word));
        return taken;
    }

    private @Nullable String pattern() throws YamlProblem {
        String pattern = entry.text("pattern");
        YamlValue place = entry.value("pattern");
        if (pattern == null || place == null) return null;
        if (pattern.length() > ScriptsTable.MAX_PATTERN)
            throw YamlFields.problem(place, "a pattern longer than " + ScriptsTable.MAX_PATTERN + " characters");
        Optional<String> problem = BoundedMatch.problem(pattern);
        if (problem.isPresent()) throw YamlFields.problem(place, "a pattern " + problem.get());
        return pattern;
    }

    /** A default that cannot be used must not become an empty value in silence: the input has to be given then. */
    private ScriptInput withDefault(ScriptInput input) {
        YamlValue value = entry.value("default");
        if (value == null) return input;
        Object plain = plain(value, input.type());
        String fault = input.type() == InputType.SECRET
                ? "all users could read the default of a secret"
                : plain == null
                        ? "it must be plain"
                        : input.optionsFrom() != null
                                ? null
                                : CheckedInputs.faultOf(input, plain)
                                        .map(detail -> detail.replaceFirst("\\.$", ""))
                                        .orElse(null);
        if (fault == null) return input.withDefault(plain, input.required());
        entry.note(value, "the default cannot be used, so that the input has to be given: " + fault);
        return input.withDefault(null, true);
    }

    /** In the shape in which a caller would send it; null if it has none. */
    private static @Nullable Object plain(YamlValue value, InputType type) {
        String text = value instanceof YamlValue.Scalar scalar ? scalar.text() : null;
        Object given = value.plain();
        return switch (type) {
            case BOOLEAN ->
                text == null
                        ? null
                        : YamlEntry.truth(text).<Object>map(flag -> flag).orElse(text);
            case NUMBER, INTEGER, OBJECT -> given instanceof Number ? given : text;
            case LIST, MULTISELECT, SSH_KEY_SELECT -> text == null ? texts(value) : text;
            case STRING, TEXT, SELECT, DATE, DATETIME, EMAIL, URL, HOST, SECRET, DEPLOYMENT_SELECT -> text;
        };
    }

    private static @Nullable Object texts(YamlValue value) {
        if (!(value instanceof YamlValue.Sequence sequence)) return null;
        List<String> texts = new ArrayList<>();
        for (YamlValue item : sequence.items()) {
            if (!(item instanceof YamlValue.Scalar scalar)) return null;
            texts.add(scalar.text());
        }
        return texts;
    }
}
