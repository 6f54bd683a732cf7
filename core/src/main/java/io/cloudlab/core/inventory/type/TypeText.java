package io.cloudlab.core.inventory.type;

import io.cloudlab.core.shared.InvalidInput;
import org.jspecify.annotations.Nullable;

/** Checks what people read of types: no database keeps every character, and no list shows every length. */
final class TypeText {
    private static final int MAX_LINE_LENGTH = 250;
    private static final int MAX_TEXT_LENGTH = 10_000;

    private TypeText() {}

    /** @throws InvalidInput unless it is one line of at most 250 characters, or null */
    static void line(String member, String whose, @Nullable String text) {
        text(member, whose, text, MAX_LINE_LENGTH);
        if (text != null && text.chars().anyMatch(Character::isISOControl))
            throw new InvalidInput(member, "of " + whose + " must be a single line");
    }

    /** @throws InvalidInput unless it is text of at most 10,000 characters, or null */
    static void lines(String member, String whose, @Nullable String text) {
        text(member, whose, text, MAX_TEXT_LENGTH);
    }

    /** @throws InvalidInput unless a field of text could hold it */
    static void option(String whose, String text) {
        text("options", whose, text, FieldValues.MAX_STRING_LENGTH);
    }

    private static void text(String member, String whose, @Nullable String text, int longest) {
        if (text == null) return;
        if (text.length() > longest)
            throw new InvalidInput(member, "of " + whose + " must have at most " + longest + " characters");
        if (text.codePoints().anyMatch(FieldValues::unreadable))
            throw new InvalidInput(member, "of " + whose + " must not hold control characters");
    }
}
