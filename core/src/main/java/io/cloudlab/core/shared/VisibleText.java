package io.cloudlab.core.shared;

import java.lang.Character.UnicodeScript;
import java.util.EnumSet;
import java.util.Set;

/**
 * Checks text that is shown on one line: it must read as it is stored, without invisible characters, line breaks or changes
 * of direction.
 */
public final class VisibleText {
    private static final Set<UnicodeScript> ALIKE =
            EnumSet.of(UnicodeScript.LATIN, UnicodeScript.CYRILLIC, UnicodeScript.GREEK, UnicodeScript.ARMENIAN);

    private VisibleText() {}

    /** @throws InvalidInput naming the member, if the text holds control, line breaking or direction characters */
    public static void check(String member, String text) {
        if (text.codePoints().anyMatch(VisibleText::isForbidden)) {
            throw new InvalidInput(member, "must not hold control characters");
        }
    }

    /**
     * As {@link #check}, for a name that must not look like another one.
     *
     * @throws InvalidInput also for any other invisible character, and for letters of scripts that look alike
     */
    public static void checkName(String member, String name) {
        check(member, name);
        if (name.codePoints().anyMatch(one -> Character.getType(one) == Character.FORMAT)) {
            throw new InvalidInput(member, "must not hold invisible characters");
        }
        Set<UnicodeScript> scripts = EnumSet.noneOf(UnicodeScript.class);
        name.codePoints().mapToObj(UnicodeScript::of).forEach(scripts::add);
        scripts.retainAll(ALIKE);
        if (scripts.size() > 1) {
            throw new InvalidInput(
                    member, "must not mix letters of scripts that look alike, such as Latin and Cyrillic");
        }
    }

    /** The same character, or a replacement for one that databases do not take. */
    public static int storable(int codePoint) {
        boolean loneSurrogate = codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
        return codePoint == 0 || loneSurrogate ? 0xFFFD : codePoint;
    }

    /** Whether the character changes the direction in which text is shown. */
    public static boolean turnsDirection(int codePoint) {
        return codePoint >= 0x202A && codePoint <= 0x202E || codePoint >= 0x2066 && codePoint <= 0x2069;
    }

    private static boolean isForbidden(int codePoint) {
        return turnsDirection(codePoint)
                || switch (Character.getType(codePoint)) {
                    case Character.CONTROL,
                            Character.LINE_SEPARATOR,
                            Character.PARAGRAPH_SEPARATOR,
                            Character.SURROGATE -> true;
                    default -> false;
                };
    }
}
