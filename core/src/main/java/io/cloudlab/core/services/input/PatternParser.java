package io.cloudlab.core.services.input;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Reads the part of {@link Pattern}'s syntax that can be matched without going back: all but references to groups, looking
 * behind, and groups and repetitions that give nothing back. The text has been accepted by {@link Pattern} before.
 */
final class PatternParser {
    /** Repetitions are written out, so they count each time. */
    static final int MAX_STEPS = 20_000;

    private static final int MAX_DEPTH = 50;
    private static final Map<Character, Integer> FLAGS = Map.of(
            'i', Pattern.CASE_INSENSITIVE,
            's', Pattern.DOTALL,
            'm', Pattern.MULTILINE,
            'u', Pattern.UNICODE_CASE,
            'U', Pattern.UNICODE_CHARACTER_CLASS,
            'd', Pattern.UNIX_LINES);

    private final String text;
    private final Map<String, PatternAtom> atoms = new HashMap<>();
    private int at;
    private int flags;
    private int depth;

    private PatternParser(String text) {
        this.text = text;
    }

    /** @throws Unsupported naming what cannot be matched */
    static PatternProgram read(String pattern) {
        PatternParser parser = new PatternParser(pattern);
        PatternNode node = parser.alternatives();
        if (parser.at < pattern.length()) throw new Unsupported("an unexpected ')'");
        return node.program();
    }

    static final class Unsupported extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Unsupported(String what) {
            super(what, null, false, false);
        }
    }

    private boolean more() {
        return at < text.length();
    }

    private boolean skip(String next) {
        if (!text.startsWith(next, at)) return false;
        at += next.length();
        return true;
    }

    private PatternNode alternatives() {
        List<PatternNode> ways = new ArrayList<>();
        do ways.add(sequence());
        while (skip("|"));
        return ways.size() == 1 ? ways.get(0) : new PatternNode.Any(ways);
    }

    private PatternNode sequence() {
        List<PatternNode> parts = new ArrayList<>();
        while (more() && text.charAt(at) != '|' && text.charAt(at) != ')') {
            if (skip("\\Q")) {
                int end = text.indexOf("\\E", at);
                String literal = text.substring(at, end < 0 ? text.length() : end);
                at = end < 0 ? text.length() : end + 2;
                literal.codePoints().forEach(each -> parts.add(literal(each)));
                if (!literal.isEmpty()) parts.add(repeated(parts.remove(parts.size() - 1)));
            } else {
                parts.add(repeated(single()));
            }
        }
        return new PatternNode.All(parts);
    }

    private PatternNode repeated(PatternNode node) {
        PatternNode repeated = node;
        while (more() && "*+?{".indexOf(text.charAt(at)) >= 0) {
            int min = 0;
            int max = PatternNode.Repeat.NO_END;
            if (skip("+")) {
                min = 1;
            } else if (skip("?")) {
                max = 1;
            } else if (!skip("*")) {
                int end = text.indexOf('}', at);
                String[] counts = text.substring(at + 1, end).split(",", -1);
                at = end + 1;
                min = Integer.parseInt(counts[0]);
                max = counts.length == 1
                        ? min
                        : counts[1].isEmpty() ? PatternNode.Repeat.NO_END : Integer.parseInt(counts[1]);
            }
            if (skip("+")) throw new Unsupported("a repetition that gives nothing back ('+' behind it)");
            skip("?"); // the shortest or the longest: the same for a whole text
            repeated = new PatternNode.Repeat(repeated, min, max);
            if (repeated.size() > MAX_STEPS) throw new Unsupported("too many repetitions");
        }
        return repeated;
    }

    private PatternNode single() {
        char first = text.charAt(at);
        if (first == '(') return group();
        if (first == '[') return atom(bracketed());
        if (first == '^' || first == '$') {
            at++;
            return boundary(String.valueOf(first));
        }
        if (first == '.') {
            at++;
            return atom(".");
        }
        if (first == '\\') return escape();
        int character = text.codePointAt(at);
        at += Character.charCount(character);
        return literal(character);
    }

    private PatternNode literal(int character) {
        return atom(String.format("\\x{%x}", character));
    }

    private PatternNode atom(String written) {
        int kept = flags;
        return new PatternNode.One(atoms.computeIfAbsent(kept + ":" + written, each -> new PatternAtom(written, kept)));
    }

    private PatternNode boundary(String written) {
        return new PatternNode.Place(new PatternAtom.Boundary(Pattern.compile(written, flags)));
    }

    private PatternNode escape() {
        char kind = text.charAt(at + 1);
        int from = at;
        at += 2;
        if (kind >= '1' && kind <= '9' || kind == 'k') throw new Unsupported("a reference to a group");
        if (kind == 'G' || kind == 'X' || kind == 'b' && text.startsWith("{g}", at))
            throw new Unsupported("'\\" + kind + "'");
        if ("bBAzZ".indexOf(kind) >= 0) return boundary("\\" + kind);
        if (kind == 'R') {
            PatternNode two = new PatternNode.All(List.of(literal('\r'), literal('\n')));
            return new PatternNode.Any(List.of(two, atom("[\\n-\\r\\x{85}\\x{2028}\\x{2029}]")));
        }
        if (text.startsWith("{", at) && "pPxN".indexOf(kind) >= 0) at = text.indexOf('}', at) + 1;
        else if (kind == 'p' || kind == 'P' || kind == 'c') at++;
        else if (kind == 'x') at += 2;
        else if (kind == 'u') at += 4;
        else if (kind == '0') at += octal();
        else if (Character.isHighSurrogate(kind)) at++;
        return atom(text.substring(from, at));
    }

    private int octal() {
        int digits = 0;
        while (digits < 3 && at + digits < text.length() && "01234567".indexOf(text.charAt(at + digits)) >= 0) digits++;
        return digits == 3 && text.charAt(at) > '3' ? 2 : digits;
    }

    /** A class with all that is nested in it. */
    private String bracketed() {
        int from = at;
        int open = 0;
        do {
            if (skip("\\Q")) {
                int end = text.indexOf("\\E", at);
                at = end < 0 ? text.length() : end + 2;
            } else if (skip("\\")) {
                at++;
            } else if (skip("[")) {
                open++;
                skip("^");
                skip("]"); // the first one is a character
            } else {
                if (text.charAt(at++) == ']') open--;
            }
        } while (open > 0 && more());
        return text.substring(from, at);
    }

    private PatternNode group() {
        if (++depth > MAX_DEPTH) throw new Unsupported("too many groups in each other");
        int outside = flags;
        at++;
        PatternNode group;
        if (skip("?=")) group = new PatternNode.Ahead(alternatives(), true);
        else if (skip("?!")) group = new PatternNode.Ahead(alternatives(), false);
        else if (skip("?<=") || skip("?<!")) throw new Unsupported("looking behind");
        else if (skip("?>")) throw new Unsupported("a group that gives nothing back");
        else if (skip("?<")) {
            at = text.indexOf('>', at) + 1;
            group = alternatives();
        } else if (skip("?")) {
            if (changeFlags()) { // for the rest of the group around it
                depth--;
                return new PatternNode.All(List.of());
            }
            group = alternatives();
        } else {
            group = alternatives();
        }
        at++; // the closing one
        depth--;
        flags = outside;
        return group;
    }

    /** @return whether they are no group of their own */
    private boolean changeFlags() {
        boolean on = true;
        while (true) {
            char flag = text.charAt(at++);
            if (flag == ':') return false;
            if (flag == ')') return true;
            if (flag == '-') {
                on = false;
                continue;
            }
            Integer bit = FLAGS.get(flag);
            if (bit == null) throw new Unsupported("the flag '" + flag + "'");
            flags = on ? flags | bit : flags & ~bit;
        }
    }
}
