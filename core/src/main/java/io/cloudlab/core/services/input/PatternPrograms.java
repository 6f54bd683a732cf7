package io.cloudlab.core.services.input;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The programs of the patterns that were matched last, since reading a pattern takes longer than matching it. Holds a
 * limited number of steps. Thread-safe.
 */
final class PatternPrograms {
    /** Some 10 MB. */
    private static final int MAX_STEPS = 200_000;

    private final Map<String, PatternProgram> kept = new LinkedHashMap<>(16, 0.75f, true);
    private int steps;

    /**
     * The program of a pattern.
     *
     * @throws java.util.regex.PatternSyntaxException if it is no pattern
     * @throws PatternParser.Unsupported if it cannot be matched in bounded time
     */
    PatternProgram of(String pattern) {
        synchronized (this) {
            PatternProgram known = kept.get(pattern);
            if (known != null) return known;
        }
        Pattern.compile(pattern);
        PatternProgram program = PatternParser.read(pattern);
        keep(pattern, program);
        return program;
    }

    private synchronized void keep(String pattern, PatternProgram program) {
        if (kept.putIfAbsent(pattern, program) != null) return;
        steps += program.steps().size();
        Iterator<PatternProgram> longestUnused = kept.values().iterator();
        while (steps > MAX_STEPS) {
            steps -= longestUnused.next().steps().size();
            longestUnused.remove();
        }
    }

    synchronized int steps() {
        return steps;
    }
}
