package io.cloudlab.process.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudlab.core.services.ActiveDeployment;
import io.cloudlab.core.services.CatalogueSource;
import io.cloudlab.core.services.ServiceName;
import io.cloudlab.process.LabDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CatalogueDeploymentsTest {
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    @TempDir
    private Path lab;

    private Path inventory(String service, String yaml) throws IOException {
        Path outputs =
                Files.createDirectories(lab.resolve("services").resolve(service).resolve("outputs"));
        Files.writeString(outputs.resolveSibling("deploy.sh"), "");
        Path file = Files.writeString(outputs.resolve("temp_inventory.yaml"), yaml);
        Files.setLastModifiedTime(file, FileTime.from(NOON));
        return file;
    }

    private static ActiveDeployment deployment(String service, String... hosts) {
        return new ActiveDeployment(new ServiceName(service), List.of(hosts), NOON);
    }

    @Test
    void hostsOfAllGroupsAreFoundAndSorted() throws IOException {
        inventory("wiki", """
                all:
                  hosts:
                    wiki02: {ansible_host: 203.0.113.8}
                    wiki01: &w {ansible_host: 203.0.113.7, key: !vault "3330"}
                  children:
                    tag_web:
                      hosts: {wiki01: , web9: *w}
                      children: {deep: {hosts: {db1: }}}
                    tag_empty:
                """);
        inventory("blog", "web: {hosts: {blog01: }}");
        Files.createDirectories(lab.resolve("services/idle/outputs"));
        Files.writeString(lab.resolve("services/idle/deploy.sh"), "");

        assertThat(LabDirectory.at(lab).catalogue().activeDeployments())
                .containsExactly(deployment("blog", "blog01"), deployment("wiki", "db1", "web9", "wiki01", "wiki02"));
    }

    @Test
    void aBrokenInventoryNamesNoHosts() throws IOException {
        inventory("a", "all: {hosts: [");
        inventory("b", "just text");
        inventory("c", "all: {hosts: [x], children: 1}");

        assertThat(LabDirectory.at(lab).catalogue().activeDeployments())
                .containsExactly(deployment("a"), deployment("b"), deployment("c"));
    }

    @Test
    void aChangedInventoryIsReadAgainAndAVanishedOneForgotten() throws IOException {
        inventory("a", "all: {hosts: {one: }}");
        CatalogueSource catalogue = LabDirectory.at(lab).catalogue();
        assertThat(catalogue.activeDeployments()).containsExactly(deployment("a", "one"));

        Path file = inventory("a", "all: {hosts: {one: , two: }}");
        assertThat(catalogue.activeDeployments()).containsExactly(deployment("a", "one", "two"));
        assertThat(catalogue.activeDeployment(new ServiceName("a"))).contains(deployment("a", "one", "two"));
        Files.delete(file);
        assertThat(catalogue.activeDeployments()).isEmpty();
        assertThat(catalogue.activeDeployment(new ServiceName("a"))).isEmpty();
    }

    @Test
    void anInventoryBehindALinkIsNotRead() throws IOException {
        Path file = inventory("a", "all: {hosts: {one: }}");
        Path elsewhere = Files.move(file, lab.resolve("elsewhere.yaml"));
        Files.createSymbolicLink(file, elsewhere);

        assertThat(LabDirectory.at(lab).catalogue().activeDeployments()).isEmpty();
    }
}
