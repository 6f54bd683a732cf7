package io.cloudlab.core.inventory.item;

import io.cloudlab.core.shared.Folded;
import io.cloudlab.core.shared.InvalidInput;
import io.cloudlab.core.shared.VisibleText;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A word objects are marked with.
 *
 * @param id given by the store; 0 before it is stored
 * @param color {@code #rrggbb}, or null
 */
public record Tag(int id, String name, @Nullable String color) implements Comparable<Tag> {
    private static final Pattern COLOR = Pattern.compile("#[0-9A-Fa-f]{6}");
    private static final int MAX_LENGTH = 100;

    public Tag {
        name = name.strip();
        int length = name.codePointCount(0, name.length());
        if (length < 1 || length > MAX_LENGTH)
            throw new InvalidInput("name", "must have 1 to " + MAX_LENGTH + " characters");
        VisibleText.checkName("name", name);
        if (color != null && !COLOR.matcher(color).matches())
            throw new InvalidInput("color", "must be a colour such as #22aa55");
    }

    /** The form in which two names are the same name. */
    public static String key(String name) {
        return Folded.of(name.strip());
    }

    /** By name, as tags are listed. */
    @Override
    public int compareTo(Tag other) {
        int byKey = key(name).compareTo(key(other.name));
        return byKey != 0 ? byKey : Integer.compare(id, other.id);
    }
}
