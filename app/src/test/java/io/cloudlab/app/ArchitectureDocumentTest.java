package io.cloudlab.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What docs/architecture.md says of the code. */
class ArchitectureDocumentTest {
    private static final Path DOCUMENT = Path.of("../docs/architecture.md");
    private static final Pattern ROOMS = Pattern.compile("\\| [a-z-]+ \\| `(io\\.cloudlab[a-z.]*)` \\|([^|]*)\\|");
    private static final Pattern ROOM = Pattern.compile("`([a-z]+)`");
    /** Names in the pictures and in the text: words of at least two parts, each with a capital. */
    private static final Pattern CLASS = Pattern.compile("\\b(?:[A-Z][a-z]+){2,}\\b");

    private static final Set<String> NO_CLASSES = Set.of("WebSocket");

    @Test
    void everyPackageIsNamedAndNoOther() throws IOException {
        Set<String> named = new TreeSet<>();
        ROOMS.matcher(Files.readString(DOCUMENT)).results().forEach(row -> {
            named.add(row.group(1));
            ROOM.matcher(row.group(2)).results().forEach(room -> named.add(row.group(1) + "." + room.group(1)));
        });
        Set<String> packages = new ClassFileImporter()
                        .withImportOption(new ImportOption.DoNotIncludeTests())
                        .withImportOption(location -> !location.contains("/io/cloudlab/core/testing/"))
                        .importPackages("io.cloudlab")
                        .stream()
                        .map(JavaClass::getPackageName)
                        .collect(Collectors.toCollection(TreeSet::new));
        assertThat(named).containsExactlyElementsOf(packages);
    }

    @Test
    void classesOfThePicturesExist() throws IOException {
        Set<String> classes = new ClassFileImporter()
                .importPackages("io.cloudlab").stream()
                        .map(JavaClass::getSimpleName)
                        .collect(Collectors.toSet());
        assertThat(CLASS.matcher(Files.readString(DOCUMENT))
                        .results()
                        .map(MatchResult::group)
                        .filter(name -> !NO_CLASSES.contains(name) && !name.endsWith("Test")))
                .hasSizeGreaterThan(15)
                .allMatch(classes::contains);
    }
}
