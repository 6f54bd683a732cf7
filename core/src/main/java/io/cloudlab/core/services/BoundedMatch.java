package io.cloudlab.core.services;

import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** Matches a pattern that may be a careless one: it gives up, as no match, when a pattern backtracks without end. */
final class BoundedMatch {
    private static final int MOST_STEPS = 2_000_000;

    private BoundedMatch() {}

    /** Whether the whole text matches. */
    static boolean matches(String pattern, String text) {
        try {
            return Pattern.compile(pattern)
                    .matcher(new Counted(text, 0, text.length(), new int[] {MOST_STEPS}))
                    .matches();
        } catch (PatternSyntaxException | TooManySteps | StackOverflowError unusable) {
            return false;
        }
    }

    private static final class TooManySteps extends RuntimeException {
        private static final long serialVersionUID = 1L;

        TooManySteps() {
            super(null, null, false, false);
        }
    }

    private record Counted(String text, int from, int to, int[] left) implements CharSequence {
        @Override
        public int length() {
            return to - from;
        }

        @Override
        public char charAt(int index) {
            if (left[0]-- <= 0) throw new TooManySteps();
            return text.charAt(from + index);
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            return new Counted(text, from + start, from + end, left);
        }

        @Override
        public String toString() {
            return text.substring(from, to);
        }
    }
}
