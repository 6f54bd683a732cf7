package io.cloudlab.core.services.input;

import io.cloudlab.core.shared.Refused;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A text of a lab file in which <code>{{ inputs.NAME }}</code> stands for the value of an input. Values are put in as they
 * are: they are never read as templates, and the text stays one word.
 *
 * @param text as written in the file
 */
public record InputTemplate(String text) {
    private static final Pattern PLACE = Pattern.compile("\\{\\{\\s*inputs\\.([A-Za-z][A-Za-z0-9_-]*)\\s*\\}\\}");

    /** Names of the inputs it needs, sorted. */
    public Set<String> names() {
        Set<String> names = new TreeSet<>();
        PLACE.matcher(text).results().forEach(place -> names.add(place.group(1)));
        return names;
    }

    /** Whether it holds braces that are no place for an input. */
    public boolean isMalformed() {
        return PLACE.matcher(text).replaceAll("").contains("{{");
    }

    /**
     * The text as a word of a command.
     *
     * @param values the text of an input by its name
     * @throws Refused if an input at the beginning would make the word look like an option
     */
    public String fill(UnaryOperator<String> values) {
        Matcher first = PLACE.matcher(text);
        if (first.lookingAt() && put(values).startsWith("-"))
            throw new Refused("bad-input", "Input '" + first.group(1) + "' must not begin with a dash here.");
        return put(values);
    }

    /** @param values the text of an input by its name */
    public String put(UnaryOperator<String> values) {
        List<String> parts = new ArrayList<>();
        Matcher place = PLACE.matcher(text);
        int end = 0;
        while (place.find()) {
            parts.add(text.substring(end, place.start()));
            parts.add(values.apply(place.group(1)));
            end = place.end();
        }
        parts.add(text.substring(end));
        return String.join("", parts);
    }
}
