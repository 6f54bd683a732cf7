package io.cloudlab.core.services.input;

import java.util.BitSet;
import java.util.regex.Pattern;

/**
 * One character of a pattern: a literal, an escape or a class in brackets. What it means is left to {@link Pattern}, which
 * looks at a single character and so can neither loop nor go back. For one thread.
 */
final class PatternAtom {
    private static final int ASCII = 128;

    /** What a look at a character by {@link Pattern} costs, in steps. */
    private static final int LOOK = 20;

    private final Pattern pattern;
    private final BitSet looked = new BitSet(ASCII);
    private final BitSet fitting = new BitSet(ASCII);

    /** @throws java.util.regex.PatternSyntaxException if it is none */
    PatternAtom(String atom, int flags) {
        pattern = Pattern.compile(atom, flags);
    }

    boolean fits(int character, CountedText text) {
        if (character < ASCII && looked.get(character)) return fitting.get(character);
        text.spend(LOOK);
        boolean fits = pattern.matcher(Character.toString(character)).matches();
        if (character < ASCII) {
            looked.set(character);
            fitting.set(character, fits);
        }
        return fits;
    }

    /** A condition on a place between characters. */
    record Boundary(Pattern pattern) {
        boolean holds(CountedText text, int at) {
            text.spend(LOOK);
            return pattern.matcher(text)
                    .useAnchoringBounds(false)
                    .useTransparentBounds(true)
                    .region(at, at)
                    .lookingAt();
        }
    }
}
