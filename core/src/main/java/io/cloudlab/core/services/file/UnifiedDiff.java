package io.cloudlab.core.services.file;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * The difference of two texts in the unified format of {@code diff -u}, with three lines of context. Found by Myers' greedy
 * algorithm; texts that have hardly anything in common are not searched to the end, but shown as replaced.
 */
final class UnifiedDiff {
    private static final int CONTEXT = 3;

    /** So many lines are removed and added at most before the search is given up. */
    private static final int MAX_EDITS = 1_000;

    private enum Kind {
        SAME(' '),
        REMOVED('-'),
        ADDED('+');

        private final char mark;

        Kind(char mark) {
            this.mark = mark;
        }
    }

    private record Line(Kind kind, String text) {}

    private UnifiedDiff() {}

    /** @return empty if the texts are equal */
    static String of(String name, String before, String after) {
        if (before.equals(after)) return "";
        List<Line> script = script(lines(before), lines(after));
        StringBuilder out = new StringBuilder();
        out.append("--- ").append(name).append("\n+++ ").append(name).append('\n');
        for (int at = nextEdit(script, 0); at < script.size(); ) {
            int end = at;
            for (int next = at; next < script.size() && next - end <= 2 * CONTEXT; next = nextEdit(script, next + 1)) {
                end = next;
            }
            hunk(script, Math.max(0, at - CONTEXT), Math.min(script.size(), end + CONTEXT + 1), out);
            at = nextEdit(script, end + 1);
        }
        return out.toString();
    }

    private static int nextEdit(List<Line> script, int from) {
        int at = from;
        while (at < script.size() && script.get(at).kind() == Kind.SAME) at++;
        return at;
    }

    private static void hunk(List<Line> script, int from, int to, StringBuilder out) {
        List<Line> lines = script.subList(from, to);
        out.append("@@ -").append(range(script.subList(0, from), lines, Kind.ADDED));
        out.append(" +")
                .append(range(script.subList(0, from), lines, Kind.REMOVED))
                .append(" @@\n");
        for (Line line : lines) {
            out.append(line.kind().mark).append(line.text());
            if (!line.text().endsWith("\n")) out.append("\n\\ No newline at end of file\n");
        }
    }

    /** @param absent the kind of line that the text in question does not have */
    private static String range(List<Line> before, List<Line> lines, Kind absent) {
        long count = lines.stream().filter(line -> line.kind() != absent).count();
        long start = before.stream().filter(line -> line.kind() != absent).count() + (count == 0 ? 0 : 1);
        return start + "," + count;
    }

    /** With their line ends, so that a missing last one counts as a difference. */
    private static List<String> lines(String text) {
        List<String> lines = new ArrayList<>();
        for (int at = 0; at < text.length(); ) {
            int end = text.indexOf('\n', at) + 1;
            if (end == 0) end = text.length();
            lines.add(text.substring(at, end));
            at = end;
        }
        return lines;
    }

    private static List<Line> script(List<String> before, List<String> after) {
        int head = 0;
        int shorter = Math.min(before.size(), after.size());
        while (head < shorter && before.get(head).equals(after.get(head))) head++;
        int tail = 0;
        while (tail < shorter - head && before.get(before.size() - 1 - tail).equals(after.get(after.size() - 1 - tail)))
            tail++;
        List<Line> script = new ArrayList<>();
        add(script, Kind.SAME, before.subList(0, head));
        script.addAll(middle(before.subList(head, before.size() - tail), after.subList(head, after.size() - tail)));
        add(script, Kind.SAME, before.subList(before.size() - tail, before.size()));
        return script;
    }

    private static void add(List<Line> script, Kind kind, List<String> lines) {
        for (String line : lines) script.add(new Line(kind, line));
    }

    /** E. Myers, An O(ND) Difference Algorithm and Its Variations (1986): how far each diagonal gets with so many edits. */
    private static List<Line> middle(List<String> before, List<String> after) {
        int max = Math.min(MAX_EDITS, before.size() + after.size());
        int[] reached = new int[2 * max + 3];
        List<int[]> history = new ArrayList<>();
        for (int edits = 0; edits <= max; edits++) {
            history.add(Arrays.copyOfRange(reached, max - edits, max + edits + 3));
            for (int diagonal = -edits; diagonal <= edits; diagonal += 2) {
                int at = max + 1 + diagonal;
                boolean adds = diagonal == -edits || diagonal != edits && reached[at - 1] < reached[at + 1];
                int x = adds ? reached[at + 1] : reached[at - 1] + 1;
                int y = x - diagonal;
                while (x < before.size() && y < after.size() && before.get(x).equals(after.get(y))) {
                    x++;
                    y++;
                }
                reached[at] = x;
                if (x >= before.size() && y >= after.size()) return path(before, after, history);
            }
        }
        List<Line> replaced = new ArrayList<>();
        add(replaced, Kind.REMOVED, before);
        add(replaced, Kind.ADDED, after);
        return replaced;
    }

    /** Walks back from the end, by what was reached with fewer and fewer edits. */
    private static List<Line> path(List<String> before, List<String> after, List<int[]> history) {
        List<Line> backwards = new ArrayList<>();
        int x = before.size();
        int y = after.size();
        for (int edits = history.size() - 1; edits > 0; edits--) {
            int[] reached = history.get(edits);
            int diagonal = x - y;
            int at = edits + 1 + diagonal;
            boolean adds = diagonal == -edits || diagonal != edits && reached[at - 1] < reached[at + 1];
            int edited = adds ? reached[at + 1] : reached[at - 1] + 1;
            for (; x > edited; x--, y--) backwards.add(new Line(Kind.SAME, before.get(x - 1)));
            backwards.add(adds ? new Line(Kind.ADDED, after.get(--y)) : new Line(Kind.REMOVED, before.get(--x)));
        }
        for (; x > 0; x--) backwards.add(new Line(Kind.SAME, before.get(x - 1)));
        Collections.reverse(backwards);
        return backwards;
    }
}
