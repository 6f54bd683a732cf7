package io.cloudlab.core.services.input;

import io.cloudlab.core.services.input.PatternProgram.Accept;
import io.cloudlab.core.services.input.PatternProgram.Look;
import io.cloudlab.core.services.input.PatternProgram.Require;
import io.cloudlab.core.services.input.PatternProgram.Split;
import io.cloudlab.core.services.input.PatternProgram.Step;
import io.cloudlab.core.services.input.PatternProgram.Take;
import java.util.ArrayList;
import java.util.List;

/** A part of a pattern, which becomes a part of a {@link PatternProgram}. */
sealed interface PatternNode {
    /** How many steps it becomes, at least 1; more than an int holds count as {@link Integer#MAX_VALUE}. */
    int size();

    /** Puts its steps at the end, so that they lead to {@code next}, and returns where it starts. */
    int append(List<Step> steps, int next);

    default PatternProgram program() {
        if (size() > PatternParser.MAX_STEPS) throw new PatternParser.Unsupported("too many repetitions");
        List<Step> backwards = new ArrayList<>(List.of(new Accept()));
        int start = append(backwards, 0);
        backwards.add(new Split(start, start)); // the start is the last, and first after turning round
        return turned(backwards);
    }

    private static PatternProgram turned(List<Step> backwards) {
        int last = backwards.size() - 1;
        List<Step> steps = new ArrayList<>();
        for (int i = last; i >= 0; i--) {
            Step step = backwards.get(i);
            if (step instanceof Take take) step = new Take(take.atom(), last - take.next());
            else if (step instanceof Split split) step = new Split(last - split.one(), last - split.other());
            else if (step instanceof Require require) step = new Require(require.boundary(), last - require.next());
            else if (step instanceof Look look) step = new Look(look.program(), look.wanted(), last - look.next());
            steps.add(step);
        }
        return new PatternProgram(steps);
    }

    private static int added(List<Step> steps, Step step) {
        steps.add(step);
        return steps.size() - 1;
    }

    private static int within(long size) {
        return (int) Math.min(Integer.MAX_VALUE, Math.max(1, size));
    }

    record One(PatternAtom atom) implements PatternNode {
        @Override
        public int size() {
            return 1;
        }

        @Override
        public int append(List<Step> steps, int next) {
            return added(steps, new Take(atom, next));
        }
    }

    record Place(PatternAtom.Boundary boundary) implements PatternNode {
        @Override
        public int size() {
            return 1;
        }

        @Override
        public int append(List<Step> steps, int next) {
            return added(steps, new Require(boundary, next));
        }
    }

    record Ahead(PatternNode node, boolean wanted) implements PatternNode {
        @Override
        public int size() {
            return within(1L + node.size());
        }

        @Override
        public int append(List<Step> steps, int next) {
            return added(steps, new Look(node.program(), wanted, next));
        }
    }

    record All(List<PatternNode> parts) implements PatternNode {
        @Override
        public int size() {
            return within(parts.stream().mapToLong(PatternNode::size).sum());
        }

        @Override
        public int append(List<Step> steps, int next) {
            int start = next;
            for (int i = parts.size() - 1; i >= 0; i--) start = parts.get(i).append(steps, start);
            return start;
        }
    }

    record Any(List<PatternNode> ways) implements PatternNode {
        @Override
        public int size() {
            return within(
                    ways.size() + ways.stream().mapToLong(PatternNode::size).sum());
        }

        @Override
        public int append(List<Step> steps, int next) {
            int start = ways.get(ways.size() - 1).append(steps, next);
            for (int i = ways.size() - 2; i >= 0; i--)
                start = added(steps, new Split(ways.get(i).append(steps, next), start));
            return start;
        }
    }

    record Repeat(PatternNode node, int min, int max) implements PatternNode {
        static final int NO_END = -1;

        @Override
        public int size() {
            long optional = max == NO_END ? 1 : (long) max - min;
            return within((long) min * node.size() + optional * (node.size() + 1L));
        }

        @Override
        public int append(List<Step> steps, int next) {
            int start = next;
            if (max == NO_END) {
                int loop = added(steps, new Split(next, next));
                steps.set(loop, new Split(node.append(steps, loop), next));
                start = loop;
            }
            for (int i = min; i < max; i++) start = added(steps, new Split(node.append(steps, start), next));
            for (int i = 0; i < min; i++) start = node.append(steps, start);
            return start;
        }
    }
}
