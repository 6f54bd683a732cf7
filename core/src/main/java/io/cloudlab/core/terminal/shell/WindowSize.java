package io.cloudlab.core.terminal.shell;

import io.cloudlab.core.shared.InvalidInput;

/** How many characters a terminal shows: each 1 to {@value #MAX}. */
public record WindowSize(int cols, int rows) {
    public static final int MAX = 1_000;
    public static final WindowSize USUAL = new WindowSize(80, 24);

    public WindowSize {
        if (cols < 1 || cols > MAX) throw new InvalidInput("cols", "must lie between 1 and " + MAX);
        if (rows < 1 || rows > MAX) throw new InvalidInput("rows", "must lie between 1 and " + MAX);
    }
}
