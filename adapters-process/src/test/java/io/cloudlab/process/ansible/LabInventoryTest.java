package io.cloudlab.process.ansible;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudlab.core.instances.AnsibleInventory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LabInventoryTest {
    @TempDir
    Path lab;

    private LabInventory inventory(String content) throws IOException {
        Files.createDirectories(lab.resolve("inventory"));
        Files.writeString(lab.resolve("inventory/vultr.yml"), content);
        return new LabInventory(lab);
    }

    @Test
    void inventoryIsReadWithTextsAsTheyAre() throws Exception {
        LabInventory inventory = inventory("""
                all:
                  hosts:
                    "web":
                      ansible_host: !unsafe "203.0.113.7"
                      vultr_label: !unsafe "{{ 7*7 }}"
                      vultr_tags:
                        - !unsafe "1234"
                  children:
                    tag_1234:
                      hosts:
                        "web": {}
                """);

        assertThat(inventory.read().problem()).isNull();
        assertThat(new AnsibleInventory(inventory.read().groups()).hosts())
                .isEqualTo(Map.of(
                        "web",
                        Map.of(
                                "ansible_host",
                                "203.0.113.7",
                                "vultr_label",
                                "{{ 7*7 }}",
                                "vultr_tags",
                                List.of("1234"))));
    }

    @Test
    void thousandsOfInstancesFit() throws Exception {
        StringBuilder yaml = new StringBuilder("all:\n  hosts:\n");
        for (int i = 0; i < 5_000; i++)
            yaml.append("    web")
                    .append(i)
                    .append(":\n      note: ")
                    .append("x".repeat(500))
                    .append('\n');

        assertThat(new AnsibleInventory(inventory(yaml.toString()).read().groups()).hosts())
                .hasSize(5_000);
    }

    @Test
    void whatCannotBeReadIsAProblemWithAName() throws Exception {
        assertThat(new LabInventory(lab).read().problem()).isEqualTo("There is no inventory/vultr.yml.");
        assertThat(inventory("- a list\n").read().problem()).startsWith("inventory/vultr.yml, line 1");
        assertThat(inventory("all: [").read().problem()).startsWith("inventory/vultr.yml, line");
        assertThat(inventory("x: !!javax.script.ScriptEngineManager []").read().problem())
                .contains("an unknown tag");
        assertThat(inventory("").read().groups()).isNull();
        Files.delete(lab.resolve("inventory/vultr.yml"));
        Files.createSymbolicLink(lab.resolve("inventory/vultr.yml"), Path.of("/etc/hostname"));
        assertThat(new LabInventory(lab).read().problem()).contains("not a regular file");
    }
}
