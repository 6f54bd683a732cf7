package io.cloudlab.process;

/** The start of a line: its number, and the offset of its first byte. */
record Place(long line, long offset) {
    static final Place START = new Place(0, 0);
}
