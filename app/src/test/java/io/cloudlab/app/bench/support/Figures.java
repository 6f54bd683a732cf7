package io.cloudlab.app.bench.support;

import io.cloudlab.core.testing.BenchTable;
import java.util.Locale;

/** Prints what was measured as the rows of a {@link BenchTable}. */
public final class Figures {
    private Figures() {}

    public static void title(String text) {
        title(text, "server warm");
    }

    /** @param state of the server while it was measured, such as "server cold" */
    public static void title(String text, String state) {
        BenchTable.title(text, state);
    }

    /** Something that may be so many times its floor. */
    public static void atMostTimes(String what, double millis, double floorMillis, double target) {
        double ratio = millis / floorMillis;
        BenchTable.row(
                what,
                Sample.seconds(millis),
                Sample.seconds(floorMillis),
                number(ratio),
                "≤ " + number(target),
                ratio <= target);
    }

    /** Something that must be at least a share of its floor, both per second. */
    public static void atLeastShare(String what, double perSecond, double floorPerSecond, double target) {
        double ratio = perSecond / floorPerSecond;
        BenchTable.row(
                what, rate(perSecond), rate(floorPerSecond), number(ratio), "≥ " + number(target), ratio >= target);
    }

    /** Something with a limit of its own. */
    public static void within(String what, String measured, String floor, String target, boolean met) {
        BenchTable.row(what, measured, floor, "", target, met);
    }

    /** Something without a target. */
    public static void note(String what, String measured) {
        BenchTable.row(what, measured, "", "");
    }

    /** Something per second that has a floor and no target. */
    public static void share(String what, double perSecond, double floorPerSecond) {
        BenchTable.row(what, rate(perSecond), rate(floorPerSecond), BenchTable.ratio(perSecond, floorPerSecond));
    }

    static String rate(double perSecond) {
        return String.format(Locale.ROOT, "%,.0f/s", perSecond);
    }

    private static String number(double ratio) {
        return String.format(Locale.ROOT, "%.2f", ratio);
    }
}
