package io.cloudlab.process.catalogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cloudlab.core.services.ServiceName;
import io.cloudlab.core.shared.Refused;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which inventories the playbooks of services are run with. */
class CatalogueInventoryTest {
    private static final String HOSTS = "all: {hosts: {web: {}}}\n";

    @TempDir
    private Path lab;

    private String find(String wanted) {
        return new CatalogueInventory(lab).of(new ServiceName("wiki"), wanted);
    }

    private Path write(String file, String content) throws IOException {
        Path path = lab.resolve(file);
        Files.createDirectories(path.getParent());
        Files.setPosixFilePermissions(Files.writeString(path, content), PosixFilePermissions.fromString("rw-r--r--"));
        return path;
    }

    private void assertRefused(String wanted, String reason) {
        assertThatThrownBy(() -> find(wanted))
                .isInstanceOf(Refused.class)
                .hasMessageContaining(reason)
                .extracting("code")
                .isEqualTo("bad-inventory");
    }

    @Test
    void pathInTheServiceWinsOverThatInTheLab() throws IOException {
        write("services/wiki/deploy.sh", "");
        write("inventories/prod.yml", HOSTS);
        assertThat(find("inventories/prod.yml")).isEqualTo("../../inventories/prod.yml");
        write("services/wiki/inventories/prod.yml", HOSTS);
        assertThat(find("./inventories//prod.yml")).isEqualTo("inventories/prod.yml");
    }

    @Test
    void directoryWithVariablesIsAnInventory() throws IOException {
        write("services/wiki/prod/hosts.ini", "[web]\na\n");
        write("services/wiki/prod/group_vars/web.yml", "plugin: of something else\n");
        assertThat(find("prod")).isEqualTo("prod");
    }

    @Test
    void hostsOfTheServiceAndOfTheCloudAreFoundWhenThereAreAny() throws IOException {
        write("services/wiki/deploy.sh", "");
        assertRefused("service", "The service has no hosts yet");
        assertRefused("instances", "The instances are not known yet");
        write("services/wiki/outputs/temp_inventory.yaml", HOSTS);
        write("inventory/vultr.yml", HOSTS);
        assertThat(find("service")).isEqualTo("outputs/temp_inventory.yaml");
        assertThat(find("instances")).isEqualTo("../../inventory/vultr.yml");
    }

    @Test
    void whatAnsibleWouldRunIsRefused() throws IOException {
        Path script = write("services/wiki/hosts.sh", "#!/bin/sh\n");
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
        write("services/wiki/cloud.yml", "plugin: vultr\nregions: []\n");
        write("services/wiki/quoted.yaml", "{\"plugin\": auto}");
        write("services/wiki/escaped.yaml", "{\"\\x70lugin\": auto}");
        Path inside = write("services/wiki/prod/deep/hosts", "");
        Files.setPosixFilePermissions(inside, PosixFilePermissions.fromString("rw-r--r-x"));

        assertRefused("hosts.sh", "can be executed");
        assertRefused("cloud.yml", "names a plugin");
        assertRefused("quoted.yaml", "names a plugin");
        assertRefused("escaped.yaml", "names a plugin");
        assertRefused("prod", "'prod/deep/hosts' can be executed");
    }

    @Test
    void linkLeadsNowhere() throws IOException {
        write("services/wiki/deploy.sh", "");
        Files.createSymbolicLink(lab.resolve("services/wiki/link"), Path.of("/etc/hosts"));
        Files.createDirectories(lab.resolve("services/wiki/prod"));
        Files.createSymbolicLink(lab.resolve("services/wiki/prod/link"), Path.of("/etc/hosts"));
        assertRefused("link", "is no regular file");
        assertRefused("prod", "is no regular file");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "../wiki",
                "/etc/hosts",
                "-x",
                "a,b",
                "localhost,",
                "inputs/hosts",
                "outputs/temp_inventory.yaml",
                "a\nb",
                "services/wiki/inputs/hosts",
                "config.yaml",
                "missing.yml"
            })
    void nothingElseIsAnInventory(String wanted) throws IOException {
        write("services/wiki/inputs/hosts", HOSTS);
        write("services/wiki/outputs/temp_inventory.yaml", HOSTS);
        write("services/wiki/config.yaml", HOSTS);
        write("a,b", HOSTS);
        assertRefused(wanted, "n");
    }
}
