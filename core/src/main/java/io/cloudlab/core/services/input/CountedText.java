package io.cloudlab.core.services.input;

/** A text whose reader has a limited number of steps. For one thread. */
final class CountedText implements CharSequence {
    private final String text;
    private final PatternTurns.Turn turn;
    private long left;

    CountedText(String text, long steps, PatternTurns.Turn turn) {
        this.text = text;
        this.left = steps;
        this.turn = turn;
    }

    /** @throws TooManySteps if there are none left */
    void spend(int steps) {
        left -= steps;
        if (left < 0) throw new TooManySteps();
        turn.spend(steps);
    }

    int codePoint(int index) {
        return text.codePointAt(index);
    }

    @Override
    public int length() {
        return text.length();
    }

    @Override
    public char charAt(int index) {
        spend(1);
        return text.charAt(index);
    }

    @Override
    public CharSequence subSequence(int start, int end) {
        return text.subSequence(start, end);
    }

    @Override
    public String toString() {
        return text;
    }

    static final class TooManySteps extends RuntimeException {
        private static final long serialVersionUID = 1L;

        TooManySteps() {
            super(null, null, false, false);
        }
    }
}
