package io.cloudlab.process.catalogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cloudlab.core.Lab;
import io.cloudlab.core.services.InstanceFile;
import io.cloudlab.core.services.ServiceDefinition;
import io.cloudlab.core.services.ServiceName;
import io.cloudlab.core.services.input.Script;
import io.cloudlab.core.shared.Unavailable;
import io.cloudlab.process.LabDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class LabCatalogueTest {
    private static final Instant LONG_AGO = Instant.parse("2026-01-01T00:00:00Z");

    @TempDir
    private Path lab;

    private final AtomicLong nanos = new AtomicLong();
    private Clock clock = Clock.fixed(LONG_AGO.plus(Duration.ofDays(3650)), ZoneOffset.UTC);

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

    @Test
    void serviceThatWasJustMadeIsFoundAtOnce() throws IOException {
        LabCatalogue catalogue = catalogue();
        assertThat(catalogue.services()).isEmpty();
        write("new/deploy.sh", "echo new\n");

        assertThat(catalogue.service(new ServiceName("new"))).isPresent();
        assertThat(catalogue.service(new ServiceName("newer"))).isEmpty();
    }

    @Test
    void missingDirectoryCanBeToldFromAnEmptyOne() throws IOException {
        LabCatalogue catalogue = catalogue();
        assertThat(catalogue.isThere()).isFalse();
        Path services = Files.createDirectory(lab.resolve("services"));
        later();
        assertThat(catalogue.isThere()).isTrue();
        Files.delete(services);
        later();
        assertThat(catalogue.isThere()).isFalse();
    }

    @Test
    void aMissingDirectoryIsAnEmptyCatalogue() throws IOException {
        assertThat(new LabCatalogue(lab.resolve("nowhere"), clock, nanos::get).services())
                .isEmpty();
        assertThat(catalogue().services()).isEmpty();
        Files.writeString(lab.resolve("services"), "not a directory");
        assertThat(catalogue().services()).isEmpty();
        assertThat(catalogue().activeDeployments()).isEmpty();
    }

    @Test
    void directoriesWithDeployShAreServicesByName() throws IOException {
        write("wiki/deploy.sh", "");
        write("Blog.2/deploy.sh", "");
        write("none/main.yaml", "");
        write("loose.sh", "");
        write("nested/below/deploy.sh", "");

        assertThat(names(catalogue())).containsExactly("Blog.2", "wiki");
        assertThat(catalogue().service(name("wiki")))
                .contains(new ServiceDefinition(name("wiki"), false, List.of(), List.of(Script.DEPLOY), List.of()));
        assertThat(catalogue().service(name("none"))).isEmpty();
    }

    @Test
    void existingConfigurationFilesAreListed() throws IOException {
        for (String file :
                List.of("deploy.sh", "scripts.yaml", "instance.yaml", "config.yaml", "outputs.yaml", "main.yaml")) {
            write("a/" + file, "");
        }
        ServiceDefinition a = catalogue().service(name("a")).orElseThrow();
        assertThat(a.configs()).containsExactly("config.yaml", "instance.yaml", "outputs.yaml", "scripts.yaml");
        assertThat(a.hasInstance()).isTrue();
    }

    @Test
    void theSameListIsReturnedWhileNothingHasChanged() throws IOException {
        write("a/deploy.sh", "");
        write("a/scripts.yaml", "scripts: [{name: x, file: x.sh}]");
        LabCatalogue catalogue = catalogue();

        List<ServiceDefinition> first = catalogue.services();
        later();
        assertThat(catalogue.services()).isSameAs(first);
        write("a/main.yaml", "");
        later();
        assertThat(catalogue.services()).isSameAs(first);
    }

    @Test
    void theDiskIsLeftAloneForTwoHundredMilliseconds() throws IOException {
        LabCatalogue catalogue = catalogue();
        assertThat(catalogue.services()).isEmpty();
        write("a/deploy.sh", "");

        nanos.addAndGet(Duration.ofMillis(199).toNanos());
        assertThat(catalogue.services()).isEmpty();
        nanos.addAndGet(Duration.ofMillis(2).toNanos());
        assertThat(names(catalogue)).containsExactly("a");
    }

    @Test
    void everyChangeOnDiskIsSeen() throws IOException {
        Path start = write("a/deploy.sh", "");
        LabCatalogue catalogue = catalogue();
        assertThat(names(catalogue)).containsExactly("a");

        Path scripts = write("a/scripts.yaml", "scripts: [{name: x, file: x.sh}]");
        later();
        assertThat(catalogue.services().get(0).scripts())
                .extracting(Script::name)
                .containsExactly("x");
        Files.writeString(scripts, "scripts: [{name: yy, file: x.sh}]");
        later();
        assertThat(catalogue.services().get(0).scripts())
                .extracting(Script::name)
                .containsExactly("yy");
        Files.move(
                write("new.yaml", "scripts: [{name: zz, file: x.sh}]"), scripts, StandardCopyOption.REPLACE_EXISTING);
        later();
        assertThat(catalogue.services().get(0).scripts())
                .extracting(Script::name)
                .containsExactly("zz");
        Files.delete(scripts);
        later();
        assertThat(catalogue.services().get(0).scripts()).containsExactly(Script.DEPLOY);
        Files.delete(start);
        later();
        assertThat(catalogue.services()).isEmpty();
    }

    @Test
    void aDirectoryThatVanishesLeavesAnEmptyCatalogue() throws IOException {
        Path start = write("a/deploy.sh", "");
        LabCatalogue catalogue = catalogue();
        assertThat(names(catalogue)).containsExactly("a");

        Files.delete(start);
        Files.delete(start.getParent());
        Files.delete(lab.resolve("services"));
        later();
        assertThat(catalogue.services()).isEmpty();
    }

    @Test
    void aSecondChangeWithinOneTickOfTheFileSystemIsSeen() throws IOException {
        write("a/deploy.sh", "");
        Path scripts = write("a/scripts.yaml", "scripts: [{name: x, file: x.sh}]");
        FileTime tick = FileTime.from(LONG_AGO);
        Files.setLastModifiedTime(scripts, tick);
        Files.setLastModifiedTime(scripts.getParent(), tick);
        clock = Clock.fixed(LONG_AGO.plusMillis(3), ZoneOffset.UTC);
        LabCatalogue catalogue = catalogue();
        catalogue.services();

        Files.writeString(scripts, "scripts: [{name: y, file: x.sh}]");
        Files.setLastModifiedTime(scripts, tick);
        later();
        assertThat(catalogue.services().get(0).scripts())
                .extracting(Script::name)
                .containsExactly("y");
    }

    @Test
    void instanceYamlIsReadOrItsMistakeNamed() throws IOException {
        write("a/deploy.sh", "");
        LabCatalogue catalogue = catalogue();
        assertThat(catalogue.instance(name("a"))).isEqualTo(new InstanceFile(null, null));
        assertThat(catalogue.instance(name("unknown"))).isEqualTo(new InstanceFile(null, null));

        Path file = write("a/instance.yaml", "instances: [{label: a, cpus: 2, ipv6: true}]");
        assertThat(catalogue.instance(name("a")).content())
                .isEqualTo(Map.of("instances", List.of(Map.of("label", "a", "cpus", 2L, "ipv6", true))));
        Files.writeString(file, "a: 1\nb: ]\n");
        assertThat(catalogue.instance(name("a")).error()).startsWith("instance.yaml, line 2, column 4: ");
        Files.delete(file);
        Files.createSymbolicLink(file, Path.of("/etc/passwd"));
        assertThat(catalogue.instance(name("a")))
                .isEqualTo(new InstanceFile(null, "instance.yaml: not a regular file."));
    }

    @Test
    void manyThreadsGetOneAnswer() throws IOException {
        for (int i = 0; i < 50; i++) write("s" + i + "/deploy.sh", "");
        LabCatalogue catalogue = catalogue();

        List<CompletableFuture<Integer>> answers = java.util.stream.IntStream.range(0, 16)
                .mapToObj(i ->
                        CompletableFuture.supplyAsync(() -> catalogue.services().size()))
                .toList();
        assertThat(answers).allMatch(answer -> answer.join() == 50);
    }

    @Test
    void theDoorOpensToAnAbsoluteRoot() throws IOException {
        write("a/deploy.sh", "");
        LabDirectory directory = LabDirectory.at(lab.resolve("x/.."));
        assertThat(directory.root()).isEqualTo(lab);
        assertThat(directory.catalogue().services()).hasSize(1);
    }

    @Test
    void aLabWithJobsTellsWhichDirectoryIsGone() throws IOException {
        Path jobs = lab.resolve("jobs");
        Path root = Files.createDirectory(lab.resolve("root"));
        try (Lab whole = LabDirectory.at(root).withJobs(jobs)) {
            whole.ping();
            assertThat(whole.catalogue().services()).isEmpty();
            Files.delete(root);
            assertThatThrownBy(whole::ping)
                    .isInstanceOf(Unavailable.class)
                    .hasMessage("The lab directory cannot be read.");
        }
        assertThat(jobs).isDirectory();
    }
}
