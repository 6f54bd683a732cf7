package io.cloudlab.process.job;

/** The start of a line: its number, and the offset of its first byte. */
public record LinePosition(long line, long offset) {
    public static final LinePosition START = new LinePosition(0, 0);
}
