package io.cloudlab.process;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Takes members out of a mapping in the shape they must have; a wrong shape is a problem with its place. */
final class YamlFields {
    private static final Pattern NAME = Pattern.compile("[^\\p{Cntrl}]{1,100}");

    private static final Set<String> YES = Set.of("true", "yes", "on");
    private static final Set<String> NO = Set.of("false", "no", "off");

    private YamlFields() {}

    static String name(YamlValue.Mapping entry, String what) throws YamlProblem {
        String name = text(entry, "name");
        if (name == null || name.isBlank()) throw problem(entry, what + " without a name");
        if (NAME.matcher(name).matches()) return name;
        throw problem(entry, "the name of " + what + " must have at most 100 characters, all printable");
    }

    static @Nullable String text(YamlValue.Mapping entry, String key) throws YamlProblem {
        YamlValue value = entry.get(key);
        return value == null ? null : text(value, key);
    }

    static String text(YamlValue.Mapping entry, String key, String otherwise) throws YamlProblem {
        String text = text(entry, key);
        return text == null ? otherwise : text;
    }

    /** False when the member is absent. */
    static boolean bool(YamlValue.Mapping entry, String key) throws YamlProblem {
        String word = text(entry, key, "false").toLowerCase(Locale.ROOT);
        if (YES.contains(word)) return true;
        if (NO.contains(word)) return false;
        throw problem(entry, "'" + key + "' must be true or false");
    }

    /** Empty when the member is absent. */
    static List<String> texts(YamlValue.Mapping entry, String key) throws YamlProblem {
        List<String> texts = new ArrayList<>();
        for (YamlValue item : items(entry, key)) texts.add(text(item, key));
        return texts;
    }

    /** Empty when the member is absent. */
    static List<YamlValue> items(YamlValue.Mapping entry, String key) throws YamlProblem {
        YamlValue value = entry.get(key);
        if (value == null) return List.of();
        if (value instanceof YamlValue.Sequence sequence) return sequence.items();
        throw problem(value, "'" + key + "' must be a list");
    }

    /** Reports the members that mean nothing; those that start with {@code x-} are the author's own. */
    static void others(YamlValue.Mapping entry, Set<String> known, List<YamlProblem> found) {
        entry.members().forEach((key, value) -> {
            if (known.contains(key) || key.startsWith("x-")) return;
            String shown = NAME.matcher(key).matches() ? "'" + key + "'" : "a key";
            found.add(problem(value, shown + " means nothing here and is passed over"));
        });
    }

    static YamlValue.Mapping mapping(YamlValue value, String what) throws YamlProblem {
        if (value instanceof YamlValue.Mapping mapping) return mapping;
        throw problem(value, what + " must be a mapping of names to values");
    }

    static YamlProblem problem(YamlValue place, String reason) {
        return new YamlProblem(reason, place.line(), place.column());
    }

    private static String text(YamlValue value, String key) throws YamlProblem {
        if (value instanceof YamlValue.Scalar scalar) return scalar.text();
        throw problem(value, "'" + key + "' must hold plain text");
    }
}
