package io.cloudlab.app.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Locale;

/** Prints what was measured as the rows of a table, and adds them to {@code target/benchmarks.md}. */
final class Figures {
    private static final Path FILE = Path.of("target", "benchmarks.md");

    private Figures() {}

    static void title(String text) throws IOException {
        write("\n### " + text + "\n\n| what | measured | floor | ratio | target | |\n|---|---|---|---|---|---|");
    }

    /** Something that may be so many times its floor. */
    static void atMostTimes(String what, double millis, double floorMillis, double target) throws IOException {
        double ratio = millis / floorMillis;
        row(
                what,
                Sample.seconds(millis),
                Sample.seconds(floorMillis),
                number(ratio),
                "≤ " + number(target),
                ratio <= target);
    }

    /** Something that must be at least a share of its floor, both per second. */
    static void atLeastShare(String what, double perSecond, double floorPerSecond, double target) throws IOException {
        double ratio = perSecond / floorPerSecond;
        row(
                what,
                String.format(Locale.ROOT, "%,.0f/s", perSecond),
                String.format(Locale.ROOT, "%,.0f/s", floorPerSecond),
                number(ratio),
                "≥ " + number(target),
                ratio >= target);
    }

    /** Something with a limit of its own. */
    static void within(String what, String measured, String floor, String target, boolean met) throws IOException {
        row(what, measured, floor, "", target, met);
    }

    /** Something without a target. */
    static void note(String what, String measured) throws IOException {
        write("| " + what + " | " + measured + " | | | | |");
    }

    private static void row(String what, String measured, String floor, String ratio, String target, boolean met)
            throws IOException {
        write("| " + String.join(" | ", what, measured, floor, ratio, target, met ? "met" : "**missed**") + " |");
    }

    private static String number(double ratio) {
        return String.format(Locale.ROOT, "%.2f", ratio);
    }

    private static void write(String row) throws IOException {
        System.out.println(row);
        Files.writeString(FILE, row + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }
}
