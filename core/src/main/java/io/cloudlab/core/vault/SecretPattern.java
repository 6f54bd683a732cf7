package io.cloudlab.core.vault;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A secret as a sequence of characters, to be found by {@link PatternSearch} in any way programs quote, escape or
 * fold it. Quotation marks and backslashes are what all kinds of quoting add, double and replace; they are therefore
 * no characters of the sequence: the pattern only says how many of them stand before each character at least.
 */
final class SecretPattern {
    private static final int MAX_PER_LETTER = 1;
    /** The code unit of an emoji in JSON that is percent-encoded, or a quotation mark quoted twice by a shell. */
    private static final int MAX_PER_SPECIAL = 26;
    /** A line break with the indentation after it. */
    private static final int MAX_PER_FOLD = 40;
    /** The shortest lines into which programs break Base64. */
    private static final int MIN_FOLDED_LINE = 32;

    /** Code points without quotation marks and backslashes. */
    final int[] items;
    /** How many quotation marks and backslashes stand at least before each item, and after the last one. */
    final int[] quotes;
    /** Whether a line break may stand between any two items, as in Base64. */
    final boolean folded;
    /** The second byte of every match that is not folded there, or -1 if that varies. */
    final int second;
    /** The most bytes in which it is found. */
    final int longest;

    private SecretPattern(int[] items, int[] quotes, boolean folded) {
        this.items = items;
        this.quotes = quotes;
        this.folded = folded;
        boolean lettersFirst = items.length > 1 && isLetter(items[0]) && isLetter(items[1]);
        this.second = lettersFirst && quotes[0] == 0 && quotes[1] == 0 ? items[1] : -1;
        int bytes = folded ? MAX_PER_FOLD * (1 + items.length / MIN_FOLDED_LINE) : 0;
        for (int item : items) bytes += isLetter(item) ? MAX_PER_LETTER : MAX_PER_SPECIAL;
        for (int count : quotes) bytes += MAX_PER_SPECIAL * count;
        this.longest = !folded && hasSpace() ? bytes + MAX_PER_FOLD * (1 + items.length / MIN_FOLDED_LINE) : bytes;
    }

    static SecretPattern of(String text, boolean folded) {
        int[] all = text.codePoints().toArray();
        int[] items = new int[all.length];
        int[] quotes = new int[all.length + 1];
        int count = 0;
        for (int c : all) {
            if (isQuote(c)) quotes[count]++;
            else items[count++] = c;
        }
        return new SecretPattern(Arrays.copyOf(items, count), Arrays.copyOf(quotes, count + 1), folded);
    }

    static boolean isQuote(int c) {
        return c == '\\' || c == '\'' || c == '"';
    }

    /** No kind of quoting changes these. */
    static boolean isLetter(int c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9';
    }

    int size() {
        return items.length;
    }

    /** Whether something may stand before the item that does not belong to the secret itself. */
    boolean hasGapBefore(int item) {
        if (quotes[item] > 0) return true;
        if (item == items.length) return false;
        return !isLetter(items[item]) || item > 0 && (folded || !isLetter(items[item - 1]));
    }

    /** Whether that gap can hold nothing but a fold. */
    boolean hasOnlyFoldBefore(int item) {
        return folded
                && quotes[item] == 0
                && item > 0
                && item < items.length
                && isLetter(items[item])
                && isLetter(items[item - 1]);
    }

    /** Whether the pattern may go on with this byte after the first. */
    boolean mayGoOnWith(byte b) {
        return second < 0 || second == b || folded && (b == '\\' || b == '\n' || b == '\r');
    }

    /** Marks the bytes with which an item, or what stands before it, may begin. */
    boolean[] startsOf(int item) {
        boolean[] starts = new boolean[256];
        if (item == items.length && quotes[item] == 0) {
            Arrays.fill(starts, true);
            return starts;
        }
        if (hasGapBefore(item)) {
            String gap = item == 0 && quotes[0] == 0 ? "\\" : hasOnlyFoldBefore(item) ? "\\\r\n" : "\\'\"$%&\r\n";
            for (char c : gap.toCharArray()) starts[c] = true;
        }
        if (item == items.length) return starts;
        int c = items[item];
        starts[firstByte(c)] = true;
        if (isLetter(c)) return starts;
        starts['%'] = true;
        starts['&'] = true;
        if (c == ' ') starts['+'] = true;
        if (c == ' ' || c == '\n') {
            starts['\r'] = true;
            starts['\n'] = true;
        }
        return starts;
    }

    /** Whether a match may begin with these two bytes. */
    boolean[] secondsAfter(int first) {
        boolean plain = items.length > 0 && quotes[0] == 0 && firstByte(items[0]) == first && items[0] < 0x80;
        if (plain && isLetter(items[0])) return startsOf(1);
        boolean[] any = new boolean[256];
        Arrays.fill(any, true);
        if (!plain || first == '%' || first == '&' || first == '\r') return any;
        if (items[0] == '\n') return any;
        return startsOf(1);
    }

    private boolean hasSpace() {
        for (int item : items) if (!isLetter(item)) return true;
        return false;
    }

    private static int firstByte(int c) {
        return c < 0x80 ? c : Character.toString(c).getBytes(StandardCharsets.UTF_8)[0] & 0xff;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SecretPattern that
                && folded == that.folded
                && Arrays.equals(items, that.items)
                && Arrays.equals(quotes, that.quotes);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(items) + Arrays.hashCode(quotes);
    }

    @Override
    public String toString() {
        return "SecretPattern";
    }
}
