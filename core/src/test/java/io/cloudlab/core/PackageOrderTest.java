package io.cloudlab.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Packages know only those before them, and the core knows nothing but the JDK. */
class PackageOrderTest {
    private static final Path ROOT = Path.of("src/main/java/io/cloudlab/core");

    /** The lowest first; those of one row do not know each other. */
    private static final List<List<String>> ORDER = List.of(
            List.of("shared"),
            List.of("server"),
            List.of("access"),
            List.of("audit"),
            List.of("vault"),
            List.of("identity", "services"),
            List.of("jobs"),
            List.of("instances"),
            List.of("inventory"),
            List.of("terminal"),
            List.of(""));

    private static final Pattern USE =
            Pattern.compile("\\bio\\.cloudlab\\.core\\.(?:([a-z]+)\\.)?(?=[A-Z])|\\bio\\.cloudlab\\.(?!core\\b)\\w+");
    private static final Pattern IMPORT = Pattern.compile("^import (?:static )?([\\w.]+)", Pattern.MULTILINE);
    /** What must not be used although the JDK has it: core gets its time, and never touches files or processes. */
    private static final Pattern FORBIDDEN = Pattern.compile(
            "\\b(Instant|LocalDate|LocalDateTime|ZonedDateTime)\\.now\\(\\)|System\\.currentTimeMillis|ProcessBuilder|\\bThread\\.sleep");

    @Test
    void orderListsEveryPackage() throws IOException {
        try (Stream<Path> entries = Files.list(ROOT)) {
            List<String> packages = entries.filter(Files::isDirectory)
                    .map(each -> each.getFileName().toString())
                    .toList();
            List<String> placed = ORDER.stream()
                    .flatMap(List::stream)
                    .filter(each -> !each.isEmpty())
                    .toList();
            assertThat(packages).containsExactlyInAnyOrderElementsOf(placed);
        }
        for (String each : ORDER.stream().flatMap(List::stream).toList())
            assertThat(sources(each)).isNotEmpty();
    }

    @Test
    void packagesDependOnlyOnLowerOnes() throws IOException {
        List<String> known = new ArrayList<>();
        for (List<String> row : ORDER) {
            for (String each : row) {
                for (Path source : sources(each)) {
                    List<String> wrong = USE.matcher(Files.readString(source))
                            .results()
                            .map(use -> use.group(1) == null ? "" : use.group(1))
                            .filter(used -> !used.equals(each) && !known.contains(used))
                            .toList();
                    assertThat(wrong).as(source.toString()).isEmpty();
                }
            }
            known.addAll(row);
        }
    }

    @Test
    void coreDependsOnTheJdkOnly() throws IOException {
        List<String> allowed = List.of("java.", "javax.crypto.", "org.jspecify.annotations.", "io.cloudlab.core.");
        List<String> refused =
                List.of("java.sql.", "java.nio.file.", "java.io.File", "java.net.http.", "java.net.Socket");
        for (Path source : allSources()) {
            String text = Files.readString(source);
            List<String> wrong = IMPORT.matcher(text)
                    .results()
                    .map(each -> each.group(1))
                    .filter(each -> allowed.stream().noneMatch(each::startsWith)
                            || refused.stream().anyMatch(each::startsWith))
                    .toList();
            assertThat(wrong).as(source.toString()).isEmpty();
            assertThat(FORBIDDEN.matcher(text).results().map(MatchResult::group))
                    .as(source.toString())
                    .isEmpty();
        }
    }

    private static List<Path> allSources() throws IOException {
        List<Path> all = new ArrayList<>();
        for (List<String> row : ORDER) for (String each : row) all.addAll(sources(each));
        return all;
    }

    private static List<Path> sources(String name) throws IOException {
        try (Stream<Path> files = Files.list(ROOT.resolve(name))) {
            return files.filter(file -> file.toString().endsWith(".java")).toList();
        }
    }
}
