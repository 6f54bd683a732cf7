package io.cloudlab.core.terminal;

import java.time.Duration;

/**
 * How many terminals there may be, and for how long.
 *
 * @param perUser open ones of one user
 * @param inAll open ones of all users
 * @param idle how long nothing may be typed or printed
 * @param longest how long a terminal may be open
 * @param kept how long a shell lives on when no client is connected to its terminal
 */
public record TerminalLimits(int perUser, int inAll, Duration idle, Duration longest, Duration kept) {
    public static final TerminalLimits DEFAULT =
            new TerminalLimits(10, 100, Duration.ofMinutes(30), Duration.ofHours(12), Duration.ofMinutes(2));
}
