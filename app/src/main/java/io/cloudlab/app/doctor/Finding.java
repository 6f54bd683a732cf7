package io.cloudlab.app.doctor;

import java.util.Locale;

/**
 * One thing that {@code doctor} has looked at.
 *
 * @param mend what to do about it; empty if nothing
 */
record Finding(String name, State state, String text, String mend) {
    enum State {
        OK,
        WARNING,
        FAILED
    }

    static Finding ok(String name, String text) {
        return new Finding(name, State.OK, text, "");
    }

    static Finding warning(String name, String text, String mend) {
        return new Finding(name, State.WARNING, text, mend);
    }

    static Finding failed(String name, String text, String mend) {
        return new Finding(name, State.FAILED, text, mend);
    }

    String line() {
        String first = String.format("%-8s %-12s %s", state.name().toLowerCase(Locale.ROOT), name, text);
        return mend.isEmpty() ? first : first + "\n" + " ".repeat(22) + "-> " + mend;
    }
}
