package io.cloudlab.core.services.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cloudlab.core.services.ServiceName;
import io.cloudlab.core.shared.Refused;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ServiceFileTest {
    private static final ServiceName HELLO = new ServiceName("hello");

    private static ServiceFile input(String name) {
        return new ServiceFile(HELLO, ServiceFolder.INPUTS, name);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "a b.txt", "-rf", ".env", "é☃", "100%", "a..b", "...", "config.yaml"})
    void plainNameIsOne(String name) {
        assertThat(input(name).name()).isEqualTo(name);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ".",
                "..",
                "../x",
                "a/b",
                "/etc/passwd",
                "..\\x",
                "a\\b",
                "a\0",
                "a\r\nX: y",
                "a\u202Etxt",
                "\u2028",
                "..%2fx",
                "%2e%2e",
                "%252e",
                "a%00",
                "%0d%0a",
                "..%5Cx",
                ".cloudlab-1.tmp"
            })
    void nameThatLeadsElsewhereOrCannotBeSeenIsNone(String name) {
        assertThatThrownBy(() -> input(name)).isInstanceOf(Refused.class);
    }

    @Test
    void nameHasAtMostWhatFileSystemsTake() {
        assertThat(input("a".repeat(255)).name()).hasSize(255);
        assertThatThrownBy(() -> input("a".repeat(256))).isInstanceOf(Refused.class);
        assertThatThrownBy(() -> input("☃".repeat(86))).isInstanceOf(Refused.class);
    }

    @Test
    void onlyFourFilesAreConfigurations() {
        assertThat(ServiceFile.CONFIGS)
                .allMatch(name -> new ServiceFile(HELLO, ServiceFolder.CONFIGS, name)
                        .resource()
                        .equals("services/hello/configs/" + name));
        for (String other : new String[] {"deploy.sh", "Config.yaml", "../config.yaml", "config.yaml~", ""}) {
            assertThatThrownBy(() -> new ServiceFile(HELLO, ServiceFolder.CONFIGS, other))
                    .isInstanceOf(Refused.class);
        }
    }

    @Test
    void keysAndInventoriesAreProtected() {
        for (String name : new String[] {
            "id_rsa",
            "id_ed25519.pub",
            "ID_RSA",
            "x.pem",
            "x.KEY",
            ".key",
            "temp_inventory.yaml",
            "known_hosts",
            "service_outputs.yaml"
        }) {
            assertThat(input(name).isProtected()).as(name).isTrue();
        }
        for (String name : new String[] {"ids.txt", "key.txt", "keys", "inventory.yaml", "known_hosts2"}) {
            assertThat(input(name).isProtected()).as(name).isFalse();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ansible.cfg",
                "Ansible.CFG",
                ".ansible.cfg",
                "hosts",
                "hosts.yml",
                "inventory",
                "inventory.ini",
                "inventory-prod.yaml",
                "prod_inventory.json",
                "inventory.vultr",
                "group_vars",
                "host_vars.yml",
                "requirements.yml",
                "ssh_config"
            })
    void whatAnsibleActsOnByItsNameIsNotWritten(String name) {
        for (ServiceFolder folder : List.of(ServiceFolder.INPUTS, ServiceFolder.OUTPUTS)) {
            ServiceFile file = new ServiceFile(HELLO, folder, name);
            assertThatThrownBy(file::requireWritable).hasMessageContaining("Ansible");
            file.requireReadable();
            file.requireRemovable();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "php.ini",
                "haproxy.cfg",
                "config.yaml",
                "hosts.csv",
                "my-hosts",
                "inventory2025.csv",
                "stock_inventory.csv",
                "requirements.txt",
                "vars.yml"
            })
    void otherSettingsMayBeWritten(String name) {
        input(name).requireWritable();
        assertThat(input(name).isActedOn()).isFalse();
    }

    @Test
    void onlyInputsAndOutputsAreExchanged() {
        assertThat(ServiceFolder.exchange("inputs")).isEqualTo(ServiceFolder.INPUTS);
        assertThat(ServiceFolder.exchange("outputs")).isEqualTo(ServiceFolder.OUTPUTS);
        for (String other : new String[] {"", "configs", "..", "Inputs", "inputs/x"}) {
            assertThatThrownBy(() -> ServiceFolder.exchange(other)).isInstanceOf(Refused.class);
        }
    }
}
