package io.cloudlab.process;

import static io.cloudlab.process.YamlFields.problem;
import static io.cloudlab.process.YamlFields.text;
import static io.cloudlab.process.YamlFields.texts;

import io.cloudlab.core.services.InputNames;
import io.cloudlab.core.services.InputType;
import io.cloudlab.core.services.ScriptInput;
import io.cloudlab.core.shared.Refused;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/** Reads one input of a script from its declaration. */
final class CatalogueInput {
    private static final int LONGEST_PATTERN = 500;

    private CatalogueInput() {}

    static ScriptInput read(YamlValue.Mapping entry) throws YamlProblem {
        String name = YamlFields.name(entry, "an input");
        variable(entry, name);
        InputType type = InputType.of(text(entry, "type", "string").toLowerCase(Locale.ROOT))
                .orElseThrow(() -> problem(entry, "an unknown input type"));
        List<String> options = texts(entry, "options");
        if (type == InputType.SELECT && options.isEmpty()) throw problem(entry, "a select without options");
        return new ScriptInput(
                name,
                text(entry, "label", name),
                type,
                YamlFields.bool(entry, "required"),
                defaultValue(entry, type, options),
                options,
                pattern(entry),
                text(entry, "description", ""));
    }

    /** The environment variable the input becomes. */
    static String variable(YamlValue place, String inputName) throws YamlProblem {
        try {
            return InputNames.variable(inputName);
        } catch (Refused illegal) {
            throw problem(place, illegal.detail().replaceFirst("\\.$", ""));
        }
    }

    /** In the shape in which a caller would send it. */
    private static @Nullable Object defaultValue(YamlValue.Mapping entry, InputType type, List<String> options)
            throws YamlProblem {
        YamlValue value = entry.get("default");
        if (value == null) return null;
        Object plain = value.plain();
        boolean fits = switch (type) {
            case NUMBER -> plain instanceof Number;
            case BOOLEAN -> plain instanceof Boolean;
            case SELECT -> options.contains(text(entry, "default", ""));
            case SECRET -> throw problem(value, "a secret cannot have a default, which everybody could read");
            case STRING, TEXT, LIST, DEPLOYMENT_SELECT, SSH_KEY_SELECT -> true;
        };
        if (!fits) throw problem(value, "the default is no value of a " + type.word() + " input");
        return switch (type) {
            case NUMBER, BOOLEAN -> plain;
            case LIST, SSH_KEY_SELECT ->
                value instanceof YamlValue.Sequence ? texts(entry, "default") : text(entry, "default");
            case STRING, TEXT, SELECT, SECRET, DEPLOYMENT_SELECT -> text(entry, "default");
        };
    }

    private static @Nullable String pattern(YamlValue.Mapping entry) throws YamlProblem {
        String pattern = text(entry, "pattern");
        if (pattern == null) return null;
        if (pattern.length() > LONGEST_PATTERN) {
            throw problem(entry, "a pattern longer than " + LONGEST_PATTERN + " characters");
        }
        try {
            Pattern.compile(pattern);
            return pattern;
        } catch (PatternSyntaxException broken) {
            throw problem(entry, "a pattern that is no regular expression (" + broken.getDescription() + ")");
        }
    }
}
