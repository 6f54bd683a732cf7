package io.cloudlab.core.services.input;

import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * Matches patterns that lab files hold. They may be careless or hostile ones: the time is bounded by the length of pattern
 * and text.
 */
public final class BoundedMatch {
    /** Some 50 ms. */
    private static final int MAX_STEPS = 1_000_000;

    private BoundedMatch() {}

    /**
     * Why a pattern cannot be used.
     *
     * @return words that go on from "a pattern …"; nothing if it can be used
     */
    public static Optional<String> problem(String pattern) {
        try {
            Pattern.compile(pattern);
            PatternParser.read(pattern);
            return Optional.empty();
        } catch (PatternSyntaxException e) {
            return Optional.of("that is no regular expression (" + e.getDescription() + ")");
        } catch (PatternParser.Unsupported e) {
            return Optional.of("that cannot be matched in bounded time: it has " + e.getMessage());
        }
    }

    /** Whether the whole text matches; not if the pattern cannot be used. */
    static boolean matches(String pattern, String text, PatternTurns.Turn turn) {
        try {
            return turn.program(pattern).matches(new CountedText(text, MAX_STEPS, turn));
        } catch (PatternSyntaxException | PatternParser.Unsupported | CountedText.TooManySteps e) {
            return false;
        }
    }
}
