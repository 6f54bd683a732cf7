package io.cloudlab.app;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.cloudlab.core.shared.Unfailing;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
    private static final JavaClasses CLOUDLAB = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .withImportOption(location -> !location.contains("/io/cloudlab/core/testing/"))
            .importPackages("io.cloudlab");

    private static final List<String> ADAPTERS =
            List.of("io.cloudlab.http", "io.cloudlab.persistence", "io.cloudlab.process", "io.cloudlab.ssh");

    /** Each may use those before it, never those after it. */
    private static final List<String> CORE = List.of(
                    "shared",
                    "access",
                    "audit",
                    "vault",
                    "identity",
                    "services",
                    "jobs",
                    "instances",
                    "inventory",
                    "terminal")
            .stream()
            .map(name -> "io.cloudlab.core." + name)
            .toList();

    private static final long MAX_FILES = 25;

    private static final List<String> REPEATING = List.of("scheduleWithFixedDelay", "scheduleAtFixedRate");

    @Test
    void everyPackageNamedHereExists() {
        assertThat(ADAPTERS).allMatch(CLOUDLAB::containPackage);
        assertThat(CORE).allMatch(CLOUDLAB::containPackage);
    }

    @Test
    void adaptersDoNotKnowEachOther() {
        for (String one : ADAPTERS) {
            for (String other : ADAPTERS) {
                if (one.equals(other)) continue;
                noClasses()
                        .that()
                        .resideInAPackage(one + "..")
                        .should()
                        .dependOnClassesThat()
                        .resideInAPackage(other + "..")
                        .check(CLOUDLAB);
            }
        }
    }

    @Test
    void nobodyKnowsTheApp() {
        noClasses()
                .that()
                .resideOutsideOfPackage("io.cloudlab.app..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.cloudlab.app..")
                .check(CLOUDLAB);
    }

    @Test
    void coreKnowsOnlyTheJdkAndItself() {
        classes()
                .that()
                .resideInAPackage("io.cloudlab.core..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "io.cloudlab.core..",
                        "java.lang..",
                        "java.util..",
                        "java.time..",
                        "java.io..",
                        "java.nio..",
                        "java.math..",
                        "java.text..",
                        "java.net",
                        "java.security..",
                        "javax.crypto..",
                        "org.jspecify.annotations..")
                .check(CLOUDLAB);
    }

    @Test
    void coreTouchesNoFilesAndNoProcesses() {
        noClasses()
                .that()
                .resideInAPackage("io.cloudlab.core..")
                .should()
                .dependOnClassesThat()
                .haveNameMatching(
                        "java\\.(nio\\.file\\..*|io\\.File.*|lang\\.Process.*|lang\\.Runtime\\$.*|nio\\.channels\\..*)")
                .check(CLOUDLAB);
    }

    @Test
    void lowerPackagesOfCoreDoNotKnowHigherOnes() {
        for (int lower = 0; lower < CORE.size(); lower++) {
            for (int higher = lower + 1; higher < CORE.size(); higher++) {
                noClasses()
                        .that()
                        .resideInAPackage(CORE.get(lower) + "..")
                        .should()
                        .dependOnClassesThat()
                        .resideInAPackage(CORE.get(higher) + "..")
                        .check(CLOUDLAB);
            }
        }
    }

    @Test
    void onlyRootPackageOfAdapterIsUsedByOthers() {
        for (String adapter : ADAPTERS) {
            noClasses()
                    .that()
                    .resideOutsideOfPackage(adapter + "..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAPackage(adapter + ".(*)..")
                    .check(CLOUDLAB);
        }
    }

    @Test
    void packagesAreSmall() {
        Map<String, Long> files = CLOUDLAB.stream()
                .filter(JavaClass::isTopLevelClass)
                .collect(Collectors.groupingBy(JavaClass::getPackageName, Collectors.counting()));
        assertThat(files)
                .hasSizeGreaterThan(50)
                .allSatisfy((name, count) -> assertThat(count).as(name).isLessThanOrEqualTo(MAX_FILES));
    }

    @Test
    void packagesHaveNoCycles() {
        slices().matching("io.cloudlab.(**)").should().beFreeOfCycles().check(CLOUDLAB);
    }

    /** A task that throws anything is never run again by its scheduler. */
    @Test
    void everyTaskThatIsRunAgainAndAgainIsUnfailing() {
        List<JavaClass> scheduling = CLOUDLAB.stream()
                .filter(type -> type.getMethodCallsFromSelf().stream()
                        .anyMatch(call -> REPEATING.contains(call.getTarget().getName())))
                .toList();
        assertThat(scheduling)
                .hasSizeGreaterThan(5)
                .allMatch(type -> type.getConstructorCallsFromSelf().stream()
                        .anyMatch(call -> call.getTargetOwner().isEquivalentTo(Unfailing.class)));
    }
}
