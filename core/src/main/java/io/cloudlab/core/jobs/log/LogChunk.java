package io.cloudlab.core.jobs.log;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Consecutive lines of a log, already masked, in the form in which they cost least: readers of the same log may be given
 * the same object, so neither array may be changed.
 *
 * @param firstLine the number of the first line
 * @param bytes holds the lines' bytes
 * @param bounds for each line, where in {@code bytes} it starts and where it ends (exclusive, without line end): two
 *     entries per line
 * @param nextLine the number of the line after the last one; more than {@code firstLine + count()} where lines are
 *     missing from a log that outgrew its quota
 */
public record LogChunk(long firstLine, byte[] bytes, int[] bounds, long nextLine) {
    /** Nothing, at {@code line}. */
    public static LogChunk empty(long line) {
        return new LogChunk(line, new byte[0], new int[0], line);
    }

    public int count() {
        return bounds.length / 2;
    }

    public boolean isEmpty() {
        return bounds.length == 0;
    }

    /** The lines as text; bytes that are not UTF-8 become U+FFFD. */
    public List<String> lines() {
        List<String> lines = new ArrayList<>(count());
        for (int i = 0; i < bounds.length; i += 2) {
            lines.add(new String(bytes, bounds[i], bounds[i + 1] - bounds[i], StandardCharsets.UTF_8));
        }
        return lines;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof LogChunk that && firstLine == that.firstLine && lines().equals(that.lines());
    }

    @Override
    public int hashCode() {
        return lines().hashCode();
    }

    @Override
    public String toString() {
        return "LogChunk[" + firstLine + ".." + nextLine + "]";
    }
}
