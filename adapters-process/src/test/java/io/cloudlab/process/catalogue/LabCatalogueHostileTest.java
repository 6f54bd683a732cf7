package io.cloudlab.process.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudlab.core.services.InstanceFile;
import io.cloudlab.core.services.ServiceDefinition;
import io.cloudlab.core.services.ServiceName;
import io.cloudlab.core.services.input.Script;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Files that are broken, huge, links, FIFOs or out of reach. */
@Timeout(60)
class LabCatalogueHostileTest {
    private static final Instant LONG_AGO = Instant.parse("2026-01-01T00:00:00Z");

    @TempDir
    private Path lab;

    private final AtomicLong nanos = new AtomicLong();
    private final Clock clock = Clock.fixed(LONG_AGO.plus(Duration.ofDays(3650)), ZoneOffset.UTC);

    private LabCatalogue catalogue() {
        return new LabCatalogue(lab, clock, nanos::get);
    }

    private void later() {
        nanos.addAndGet(Duration.ofMillis(201).toNanos());
    }

    private Path write(String path, String text) throws IOException {
        Path file = lab.resolve("services").resolve(path);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, text);
    }

    private static ServiceName name(String name) {
        return new ServiceName(name);
    }

    private static List<String> names(LabCatalogue catalogue) {
        return catalogue.services().stream()
                .map(service -> service.name().value())
                .toList();
    }

    private List<String> warnings(String service) {
        return catalogue().service(name(service)).orElseThrow().warnings();
    }

    private static void fifo(Path path) throws Exception {
        Files.createDirectories(path.getParent());
        assertThat(new ProcessBuilder("mkfifo", path.toString()).start().waitFor())
                .isZero();
    }

    @Test
    void namesThatAreIllegalOrTakenByTheApiAreSkipped() throws IOException {
        for (String name :
                List.of(".hidden", "with space", "-dash", "actions", "outputs", "active-deployments", "a\nb", "ok")) {
            write(name + "/deploy.sh", "");
        }
        assertThat(names(catalogue())).containsExactly("ok");
    }

    @Test
    void whatIsWrongWithANameIsSaid() throws IOException {
        write("actions/deploy.sh", "");
        write("a\nb/deploy.sh", "");

        assertThat(CatalogueSnapshot.NONE.renewed(lab, LONG_AGO).warnings())
                .containsExactly(
                        "services/a?b is skipped: a service's name starts with a letter or digit and holds only letters, digits, dots, dashes and underscores.",
                        "services/actions is skipped: the API uses this name itself.");
    }

    @Test
    void linksAreNoServices() throws IOException {
        Path outside = Files.createDirectories(lab.resolve("outside"));
        Files.writeString(outside.resolve("deploy.sh"), "");
        write("good/deploy.sh", "");
        Files.createSymbolicLink(lab.resolve("services/link"), outside);
        Files.createDirectories(lab.resolve("services/linked-start"));
        Files.createSymbolicLink(lab.resolve("services/linked-start/deploy.sh"), outside.resolve("deploy.sh"));

        assertThat(names(catalogue())).containsExactly("good");
        assertThat(catalogue().warnings())
                .containsExactly(
                        "services/link is skipped: it is a link.",
                        "services/linked-start is skipped: its deploy.sh is not a regular file.");
        assertThat(CatalogueSnapshot.NONE.renewed(lab, LONG_AGO).warnings())
                .containsExactly(
                        "services/link is skipped: it is a link.",
                        "services/linked-start is skipped: its deploy.sh is not a regular file.");
    }

    @Test
    void aServicesDirectoryThatIsALinkIsNotFollowed() throws IOException {
        Path outside = Files.createDirectories(lab.resolve("outside/one"));
        Files.writeString(outside.resolve("deploy.sh"), "");
        Files.createSymbolicLink(lab.resolve("services"), outside.getParent());

        assertThat(catalogue().services()).isEmpty();
    }

    @Test
    void aFifoInPlaceOfAFileHangsNobody() throws Exception {
        fifo(lab.resolve("services/a/deploy.sh"));
        write("b/deploy.sh", "");
        fifo(lab.resolve("services/b/scripts.yaml"));
        fifo(lab.resolve("services/b/instance.yaml"));
        fifo(lab.resolve("services/b/outputs/temp_inventory.yaml"));

        assertThat(names(catalogue())).containsExactly("b");
        assertThat(warnings("b")).containsExactly("scripts.yaml: not a regular file.");
        assertThat(catalogue().instance(name("b")))
                .isEqualTo(new InstanceFile(null, "instance.yaml: not a regular file."));
        assertThat(catalogue().activeDeployments()).isEmpty();
    }

    @Test
    void aBrokenScriptsFileLeavesTheImplicitScriptAndAWarning() throws IOException {
        write("a/deploy.sh", "");
        write("a/scripts.yaml", "scripts:\n  - name: x\n  file: y\n");

        ServiceDefinition a = catalogue().service(name("a")).orElseThrow();
        assertThat(a.scripts()).containsExactly(Script.DEPLOY);
        assertThat(a.warnings()).singleElement().asString().startsWith("scripts.yaml, line 3, column 3: ");
    }

    @Test
    void hugeFilesAreRefusedWithoutBeingRead() throws IOException {
        write("a/deploy.sh", "");
        for (String file : List.of("scripts.yaml", "instance.yaml")) {
            try (var sparse =
                    new java.io.RandomAccessFile(write("a/" + file, "a: 1").toFile(), "rw")) {
                sparse.setLength(50L << 20);
            }
        }
        assertThat(warnings("a")).containsExactly("scripts.yaml: larger than the 1024 KiB allowed.");
        assertThat(catalogue().instance(name("a")))
                .isEqualTo(new InstanceFile(null, "instance.yaml: larger than the 1024 KiB allowed."));
    }

    @Test
    void instanceFileWithAPrivateKeyIsNotShown() throws IOException {
        write("a/deploy.sh", "");
        write("a/instance.yaml", "label: a\nkey: |\n  -----BEGIN OPENSSH PRIVATE KEY-----\n  b3BlbnNzaA\n");
        assertThat(catalogue().instance(name("a")))
                .isEqualTo(new InstanceFile(null, "instance.yaml holds a private key and is not shown."));
    }

    @Test
    void filesTheServerMayNotReadAreNamed() throws IOException {
        Assumptions.assumeFalse("root".equals(System.getProperty("user.name")), "root may read everything");
        write("a/deploy.sh", "");
        Path scripts = write("a/scripts.yaml", "");
        Files.setPosixFilePermissions(scripts, PosixFilePermissions.fromString("---------"));
        Path closed = write("closed/deploy.sh", "").getParent();
        Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("---------"));
        LabCatalogue catalogue = catalogue();

        assertThat(names(catalogue)).containsExactly("a");
        assertThat(warnings("a")).containsExactly("scripts.yaml: the server may not read it.");
        Files.setPosixFilePermissions(scripts, PosixFilePermissions.fromString("rw-------"));
        Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("rwx------"));
        later();
        assertThat(names(catalogue)).containsExactly("a", "closed");
        assertThat(catalogue.service(name("a")).orElseThrow().warnings()).isEmpty();
    }
}
