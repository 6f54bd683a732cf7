package io.cloudlab.core.vault;

import java.util.Arrays;

/**
 * The states a {@link PatternSearch} has yet to follow, each packed into a number, and those it has been in. Made to be
 * used again and again without making objects. Not thread-safe.
 */
final class States {
    private static final int QUOTES_BITS = 13;
    private static final int ITEM_BITS = 20;
    private static final int AT_BITS = 27;

    private long[] waiting = new long[32];
    private int depth;
    /** A hash table with open addressing; 0 is a free place. */
    private long[] known = new long[1024];

    private int knownCount;
    private long current;

    void clear() {
        depth = 0;
        if (knownCount > 0) Arrays.fill(known, 0);
        knownCount = 0;
    }

    /** @param at counted from where the search began */
    void add(int item, int at, int quotes, boolean escaped, boolean folding, boolean broken) {
        if (depth == waiting.length) waiting = Arrays.copyOf(waiting, 2 * depth);
        long state = at;
        state = state << ITEM_BITS | item;
        state = state << QUOTES_BITS | Math.min(quotes, (1 << QUOTES_BITS) - 1);
        waiting[depth++] = state << 4 | (escaped ? 8 : 0) | (folding ? 4 : 0) | (broken ? 2 : 0) | 1;
    }

    /** Goes to the one added last; false if there is none. */
    boolean next() {
        if (depth == 0) return false;
        current = waiting[--depth];
        return true;
    }

    /** Whether the search comes to this state for the first time since it began to ask. */
    boolean isNew() {
        if (2 * knownCount >= known.length) grow();
        if (!put(known, current)) return false;
        knownCount++;
        return true;
    }

    int at() {
        return (int) (current >>> 4 + QUOTES_BITS + ITEM_BITS) & (1 << AT_BITS) - 1;
    }

    int item() {
        return (int) (current >>> 4 + QUOTES_BITS) & (1 << ITEM_BITS) - 1;
    }

    int quotes() {
        return (int) (current >>> 4) & (1 << QUOTES_BITS) - 1;
    }

    boolean escaped() {
        return (current & 8) != 0;
    }

    boolean folding() {
        return (current & 4) != 0;
    }

    boolean broken() {
        return (current & 2) != 0;
    }

    private void grow() {
        long[] larger = new long[2 * known.length];
        for (long state : known) if (state != 0) put(larger, state);
        known = larger;
    }

    private static boolean put(long[] table, long state) {
        long mixed = state * 0x9e3779b97f4a7c15L;
        int place = (int) (mixed >>> 32) & table.length - 1;
        while (table[place] != 0) {
            if (table[place] == state) return false;
            place = place + 1 & table.length - 1;
        }
        table[place] = state;
        return true;
    }
}
