package io.cloudlab.core.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.LocalDate;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Prints what a bench measured as a table for {@code docs/benchmarks.md}, and adds it to {@code target/benchmarks.md}. Above
 * the rows stand the command that takes the table again, the day, the state of the server and of the machine.
 */
public final class BenchTable {
    private static final String PROPERTIES = "cloudlab.bench.";
    private static final Path FILE = Path.of("target", "benchmarks.md");

    private BenchTable() {}

    /** A number that {@code -Dcloudlab.bench.<name>=} can make smaller for a try. */
    public static int size(String name, int usual) {
        return Integer.getInteger(PROPERTIES + name, usual);
    }

    /**
     * Begins a table.
     *
     * @param state what was measured in which state, such as "server warm"
     */
    public static void title(String text, String state) {
        write("\n### " + text + "\n\n`" + command() + "`; " + LocalDate.now() + ", " + state + "; " + machine()
                + ".\n\n| what | measured | floor | ratio | target | |\n|---|---|---|---|---|---|");
    }

    /** A row with a target. */
    public static void row(String what, String measured, String floor, String ratio, String target, boolean met) {
        write("| " + String.join(" | ", what, measured, floor, ratio, target, met ? "met" : "**missed**") + " |");
    }

    /** A row without a target. */
    public static void row(String what, String measured, String floor, String ratio) {
        write("| " + String.join(" | ", what, measured, floor, ratio) + " | | |");
    }

    /** Of a figure to its floor. */
    public static String ratio(double measured, double floor) {
        return String.format(Locale.ROOT, "%.2f", measured / floor);
    }

    private static String command() {
        String bench = StackWalker.getInstance()
                .walk(frames -> frames.map(StackWalker.StackFrame::getClassName)
                        .map(name -> name.substring(name.lastIndexOf('.') + 1))
                        .filter(name -> name.endsWith("Bench"))
                        .findFirst()
                        .orElse("Bench"));
        return System.getProperties().stringPropertyNames().stream()
                .filter(name ->
                        name.startsWith(PROPERTIES) && !System.getProperty(name).isBlank())
                .sorted()
                .map(name -> " -D" + name + "=" + System.getProperty(name))
                .collect(Collectors.joining("", "docs/bench " + bench, ""));
    }

    private static String machine() {
        return String.format(
                Locale.ROOT,
                "%d processors, load average %.1f, Java %s",
                Runtime.getRuntime().availableProcessors(),
                ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage(),
                Runtime.version());
    }

    private static void write(String rows) {
        System.out.println(rows);
        try {
            Files.writeString(FILE, rows + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
