package io.cloudlab.core.vault;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Masks known secrets in output, byte for byte with {@code *}, so that lengths and offsets stay as they are. Besides the
 * secret itself, the forms in which programs print it are masked, in any quoting: see {@link SecretForms}.
 * Immutable, thread-safe.
 */
public final class Redactor {
    /** Masks nothing. */
    public static final Redactor NONE = new Redactor(List.of());

    private static final byte MASK = '*';
    /** Text that takes more steps for each byte is made to be slow; the rest of it is masked as it is. */
    private static final int MAX_STEPS_PER_BYTE = 12;

    private static final int MIN_STEPS = 50_000;

    private final int count;
    private final int longest;
    private final SecretPattern[][] byFirstByte = new SecretPattern[256][];
    /** For each pair of bytes one bit: whether something that is masked may begin with them. */
    private final long[] pairs = new long[256 * 256 / 64];

    private Redactor(Collection<SecretPattern> patterns) {
        this.count = patterns.size();
        this.longest =
                patterns.stream().mapToInt(pattern -> pattern.longest).max().orElse(0);
        for (SecretPattern pattern : patterns) {
            boolean[] firsts = pattern.startsOf(0);
            for (int first = 0; first < 256; first++) {
                if (!firsts[first]) continue;
                SecretPattern[] sharing = byFirstByte[first];
                if (sharing == null) sharing = new SecretPattern[0];
                byFirstByte[first] = Arrays.copyOf(sharing, sharing.length + 1);
                byFirstByte[first][sharing.length] = pattern;
                boolean[] seconds = pattern.secondsAfter(first);
                for (int second = 0; second < 256; second++) {
                    if (seconds[second]) pairs[(first << 8 | second) >>> 6] |= 1L << second;
                }
            }
        }
    }

    /** Empty texts among the secrets are left out. */
    public static Redactor of(Collection<String> secrets) {
        Set<SecretPattern> patterns = new LinkedHashSet<>();
        for (String secret : secrets) patterns.addAll(SecretForms.of(secret));
        return patterns.isEmpty() ? NONE : new Redactor(patterns);
    }

    public boolean masksNothing() {
        return count == 0;
    }

    /** The most bytes that are masked for one secret; 0 if it masks nothing. */
    public int longest() {
        return longest;
    }

    /** The text with every secret in it masked. */
    public String masked(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        mask(bytes, 0, bytes.length);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    /**
     * Masks what begins and ends inside the range. A caller that reads a part of something longer must hand over
     * {@code longest() - 1} bytes more on either side, so that nothing is cut.
     */
    public void mask(byte[] bytes, int from, int to) {
        if (masksNothing()) return;
        PatternSearch search = null;
        int last = to - 1;
        int maskedTo = from;
        for (int at = from; at < last; at++) {
            int next = nextBeginning(bytes, at, last);
            while (at < next && at < maskedTo) bytes[at++] = MASK; // what begins further on no longer needs them
            at = next;
            if (at == last) break;
            if (search == null) search = new PatternSearch(bytes, to);
            maskedTo = Math.max(maskedTo, longestMatch(search, bytes, at));
            if (search.steps() > allowed(to - from)) maskedTo = to;
            if (at < maskedTo) bytes[at] = MASK;
        }
        if (maskedTo == to && to > from) bytes[last] = MASK;
    }

    /**
     * How many bytes at the end of the range may be the beginning of a secret that is not complete yet, and so must not
     * be shown before more is known.
     */
    public int unsettled(byte[] bytes, int from, int to) {
        if (masksNothing()) return 0;
        PatternSearch search = null;
        for (int at = Math.max(from, to - longest + 1); at < to; at++) {
            SecretPattern[] candidates = byFirstByte[bytes[at] & 0xff];
            if (candidates == null || at + 1 < to && !begins(bytes[at], bytes[at + 1])) continue;
            if (search == null) search = new PatternSearch(bytes, to);
            for (SecretPattern pattern : candidates) {
                search.end(pattern, at);
                if (search.isUnfinished() || search.steps() > allowed(to - from)) return to - at;
            }
        }
        return 0;
    }

    private static long allowed(int bytes) {
        return MIN_STEPS + (long) MAX_STEPS_PER_BYTE * bytes;
    }

    private int nextBeginning(byte[] bytes, int from, int last) {
        long[] known = pairs;
        int at = from;
        while (at < last && (known[(bytes[at] & 0xff) << 2 | (bytes[at + 1] & 0xff) >>> 6] & 1L << bytes[at + 1]) == 0)
            at++;
        return at;
    }

    private boolean begins(byte first, byte second) {
        return (pairs[(first & 0xff) << 2 | (second & 0xff) >>> 6] & 1L << second) != 0;
    }

    private int longestMatch(PatternSearch search, byte[] bytes, int at) {
        int end = at;
        for (SecretPattern pattern : byFirstByte[bytes[at] & 0xff]) {
            if (pattern.mayGoOnWith(bytes[at + 1])) end = Math.max(end, search.end(pattern, at));
        }
        return end;
    }
}
