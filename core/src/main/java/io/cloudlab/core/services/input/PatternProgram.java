package io.cloudlab.core.services.input;

import java.util.List;

/**
 * A pattern as a nondeterministic automaton. All states are followed at once, one character after the other, so that no
 * pattern can make it go back; see <a href="https://swtch.com/~rsc/regexp/regexp2.html">Cox, Regular Expression Matching:
 * the Virtual Machine Approach</a>. Immutable.
 *
 * @param steps the first is the start; every one leads to others of this list
 */
record PatternProgram(List<Step> steps) {
    sealed interface Step {}

    /** Takes one character that fits. */
    record Take(PatternAtom atom, int next) implements Step {}

    /** Goes on in two ways. */
    record Split(int one, int other) implements Step {}

    /** Goes on where the condition holds, such as {@code ^}. */
    record Require(PatternAtom.Boundary boundary, int next) implements Step {}

    /** Goes on where what follows begins with the program, or does not. */
    record Look(PatternProgram program, boolean wanted, int next) implements Step {}

    record Accept() implements Step {}

    PatternProgram {
        steps = List.copyOf(steps);
    }

    /** Whether the whole text matches. */
    boolean matches(CountedText text) {
        return run(text, 0, true);
    }

    private boolean run(CountedText text, int from, boolean whole) {
        text.spend(1 + steps.size() / 8);
        States now = new States(steps.size());
        States next = new States(steps.size());
        boolean accepted = follow(0, now, text, from);
        for (int at = from; at < text.length(); ) {
            if (accepted && !whole) return true;
            if (now.count == 0) return false;
            int character = text.codePoint(at);
            at += Character.charCount(character);
            accepted = false;
            next.count = 0;
            next.round++;
            for (int i = 0; i < now.count; i++) {
                text.spend(1);
                if (steps.get(now.states[i]) instanceof Take take && take.atom().fits(character, text))
                    accepted |= follow(take.next(), next, text, at);
            }
            States former = now;
            now = next;
            next = former;
        }
        return accepted;
    }

    /** Adds all states that are reached without a character. */
    private boolean follow(int first, States into, CountedText text, int at) {
        boolean accepted = false;
        into.push(first);
        while (into.waiting > 0) {
            int state = into.stack[--into.waiting];
            text.spend(1);
            Step step = steps.get(state);
            if (step instanceof Take) into.states[into.count++] = state;
            else if (step instanceof Accept) accepted = true;
            else if (step instanceof Split split) {
                into.push(split.other());
                into.push(split.one());
            } else if (step instanceof Require require) {
                if (require.boundary().holds(text, at)) into.push(require.next());
            } else if (step instanceof Look look && look.program().run(text, at, false) == look.wanted()) {
                into.push(look.next());
            }
        }
        return accepted;
    }

    /** A set of states; each is pushed once for each character. */
    private static final class States {
        final int[] states;
        final int[] stack;
        final int[] seen;
        int count;
        int waiting;
        int round = 1;

        States(int size) {
            states = new int[size];
            stack = new int[size];
            seen = new int[size];
        }

        void push(int state) {
            if (seen[state] == round) return;
            seen[state] = round;
            stack[waiting++] = state;
        }
    }
}
