package io.cloudlab.core.vault;

/**
 * Finds where a {@link SecretPattern} that begins at a given byte ends, however its characters are spelled. Between two
 * characters of which one is no letter or digit, any quotation marks, backslashes and folds may stand, so that quoting
 * is seen through at any depth. Not thread-safe.
 */
final class PatternSearch {
    /** Beyond so many steps, which only texts made for it need, what was gone through is taken for the secret. */
    private static final int MAX_STEPS = 10_000;

    private static final int STEPS_WITHOUT_MEMORY = 256;
    /** So many characters must stand before a line break for what follows it to be waited for. */
    private static final int MIN_BEFORE_BREAK = 4;
    /** The longest spelling of one character. */
    private static final int MAX_SPELLING = 24;
    /** After these YAML indents. */
    private static final String LINE_ENDS = "\n\u0085\u2028\u2029";

    private static final int MAX_QUOTES_OF_ONE = 32;

    private final byte[] bytes;
    private final int to;
    private final Spelling spelling;
    private final States states = new States();
    private boolean unfinished;
    private long steps;

    // The search and the state it is in.
    private SecretPattern pattern = SecretPattern.of("", false);
    private int from;
    private int item;
    private int at;
    private int quotes;
    private boolean escaped;
    private boolean folding;
    private boolean broken;

    /** @param to what ends after it is not found */
    PatternSearch(byte[] bytes, int to) {
        this.bytes = bytes;
        this.to = to;
        this.spelling = new Spelling(bytes, to);
    }

    /** Whether the last search came to the end of the bytes in the middle of what may be the secret. */
    boolean isUnfinished() {
        return unfinished;
    }

    /** How many steps all searches have taken. */
    long steps() {
        return steps;
    }

    /** @return where the longest match ends, or {@link Spelling#NONE} */
    int end(SecretPattern wanted, int start) {
        unfinished = false;
        int next = start;
        int letters = 0;
        int[] items = wanted.items;
        if (wanted.quotes[0] == 0) { // most candidates fail within their first letters
            while (letters < items.length && (letters == 0 || !wanted.hasGapBefore(letters))) {
                if (!SecretPattern.isLetter(items[letters])) break;
                if (next == to) {
                    unfinished = true;
                    return Spelling.NONE;
                }
                if (bytes[next] != items[letters]) return Spelling.NONE;
                next++;
                letters++;
            }
        }
        pattern = wanted;
        from = start;
        states.clear();
        states.add(letters, next - start, 0, false, false, false);
        return follow(next);
    }

    private int follow(int start) {
        int end = Spelling.NONE;
        int furthest = start;
        for (int taken = 0; states.next(); taken++, steps++) {
            if (taken > MAX_STEPS) return Math.max(end, furthest);
            if (taken > STEPS_WITHOUT_MEMORY && !states.isNew()) continue;
            item = states.item();
            at = from + states.at();
            quotes = states.quotes();
            escaped = states.escaped();
            folding = states.folding();
            broken = states.broken();
            if (at - from > pattern.longest) continue;
            furthest = Math.max(furthest, at);
            boolean enough = quotes >= pattern.quotes[item];
            if (item == pattern.size() && enough) end = Math.max(end, at);
            if (at >= to) {
                if (item < pattern.size() || !enough) leaveOpen();
                continue;
            }
            if (pattern.hasGapBefore(item)) skip();
            if (item < pattern.size() && enough) read(pattern.items[item]);
        }
        return end;
    }

    /** Goes over one quotation mark, backslash, line break or sign of indentation. */
    private void skip() {
        if (quotes < MAX_QUOTES_OF_ONE * (pattern.quotes[item] + 1)) {
            int end = spelling.quote(at, escaped);
            if (end != Spelling.NONE) {
                boolean backslash = spelling.isBackslash(at, end);
                boolean onlyBackslash = item == 0 && pattern.quotes[0] == 0 || pattern.hasOnlyFoldBefore(item);
                if (backslash || !onlyBackslash) states.add(item, end - from, quotes + 1, backslash, folding, broken);
            } else if (at + MAX_SPELLING > to && mayBeCut()) {
                leaveOpen();
            }
        }
        if (item == 0 || item == pattern.size()) return;
        int end = spelling.lineBreak(at, escaped);
        if (end == Spelling.NONE && folding) end = spelling.indentation(at);
        if (end != Spelling.NONE) states.add(item, end - from, quotes, escaped, true, true);
    }

    private void read(int c) {
        byte first = bytes[at];
        if (SecretPattern.isLetter(c)) {
            if (first == c) advance(at + 1, false);
            return;
        }
        boolean ends = LINE_ENDS.indexOf(c) >= 0;
        advance(spelling.plain(c, at), ends);
        if (first == '%') {
            int end = spelling.percent(c, at);
            advance(end, ends);
            while (c == '%' && end != Spelling.NONE) {
                end = spelling.percentAgain(end);
                advance(end, ends);
            }
        }
        if (first == '&' || first == '%') {
            int end = spelling.reference(c, at);
            advance(end, ends);
            while (c == '&' && end != Spelling.NONE) {
                end = spelling.referenceAgain(end);
                advance(end, ends);
            }
        }
        if (escaped) advance(spelling.escaped(c, at), ends);
        if (c == ' ') advance(first == '+' ? at + 1 : spelling.percent('+', at), false);
        if (c == ' ' || c == '\n') advance(spelling.lineBreak(at, escaped), true);
        if (at + MAX_SPELLING > to && mayBeCut()) leaveOpen();
    }

    /** @param folded whether it was spelled as the end of a line */
    private void advance(int end, boolean folded) {
        if (end != Spelling.NONE) states.add(item + 1, end - from, 0, false, folded, broken || folded);
    }

    /** Whether a spelling begins here of which the end may not be there yet. */
    private boolean mayBeCut() {
        byte first = bytes[at];
        if (first == '%' || first == '&' || first < 0 || first == '\r') return reachesEnd(at + 1);
        return escaped && first != ' ' && reachesEnd(at);
    }

    /** Whether nothing but what spellings are made of stands from here on. */
    private boolean reachesEnd(int start) {
        for (int next = start; next < to; next++) {
            byte b = bytes[next];
            if (b >= 0 && !SecretPattern.isLetter(b) && "\\%&#;{}".indexOf(b) < 0) return false;
        }
        return true;
    }

    private void leaveOpen() {
        if (!broken || item >= MIN_BEFORE_BREAK) unfinished = true;
    }
}
