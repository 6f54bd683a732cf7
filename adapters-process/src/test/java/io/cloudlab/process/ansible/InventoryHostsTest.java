package io.cloudlab.process.ansible;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.cloudlab.core.testing.Host;
import io.cloudlab.process.yaml.YamlProblem;
import io.cloudlab.process.yaml.YamlReader;
import io.cloudlab.process.yaml.YamlValue;
import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Compares with the real {@code ansible-inventory}. */
class InventoryHostsTest {
    private static final String INVENTORY = """
            all:
              vars: {ansible_user: of-all, ansible_port: 1, ansible_ssh_private_key_file: outputs/id_all, kept: 1}
              hosts:
                plain: {ansible_host: 203.0.113.1}
                bare:
                with-port:2222: {ansible_user: mira}
              children:
                web:
                  vars: {ansible_user: of-web, tier: front}
                  hosts:
                    web[01:12:2].example: {from: range}
                    web03.example: {from: single}
                    plain: {ansible_port: 99}
                  children:
                    eu:
                      vars: {ansible_user: of-eu, region: eu}
                      hosts:
                        plain:
                        "eu-[a:c]": {}
                db:
                  vars: {ansible_user: of-db, tier: back}
                  hosts: {web05.example: , both: {}}
            zoo:
              vars: {ansible_user: of-zoo, ansible_group_priority: 1}
              hosts: {both: {mine: true}}
            ant:
              vars: {ansible_user: of-ant, ansible_group_priority: 10, tier: ant}
              hosts: {both: {}, "n[8:11]": {}}
            top:
              children:
                db:
              vars: {tier: top, ansible_ssh_host: 203.0.113.9}
            """;

    private static final List<String> HOSTS = List.of(
            "plain",
            "bare",
            "with-port",
            "web01.example",
            "web03.example",
            "web05.example",
            "web11.example",
            "eu-a",
            "eu-c",
            "both",
            "n8",
            "n11");

    @TempDir
    Path directory;

    private InventoryHosts read() throws YamlProblem {
        return InventoryHosts.of((YamlValue.Mapping) YamlReader.read(INVENTORY.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void variablesAreThoseThatAnsibleFinds() throws Exception {
        boolean installed = Files.isExecutable(Path.of("/usr/bin/ansible-inventory"));
        Host.require(installed, "ansible-core");
        Files.writeString(directory.resolve("hosts.yaml"), INVENTORY);
        JsonNode real = ansible("hosts.yaml").at("/_meta/hostvars");
        InventoryHosts hosts = read();

        assertThat(real.properties().stream().map(Map.Entry::getKey)).containsAll(HOSTS);
        for (Map.Entry<String, JsonNode> host : real.properties()) {
            Map<String, String> expected = new LinkedHashMap<>();
            host.getValue()
                    .properties()
                    .forEach(each -> expected.put(each.getKey(), each.getValue().asText()));
            Map<String, String> found = new LinkedHashMap<>();
            hosts.variables(host.getKey()).orElseThrow().forEach((name, value) -> found.put(name, text(value)));
            assertThat(found).as(host.getKey()).isEqualTo(expected);
        }
    }

    private static String text(YamlValue value) {
        return String.valueOf(((YamlValue.Scalar) value).plain());
    }

    private JsonNode ansible(String inventory) throws Exception {
        File out = directory.resolve("out.json").toFile();
        ProcessBuilder builder = new ProcessBuilder("ansible-inventory", "-i", inventory, "--list")
                .directory(directory.toFile())
                .redirectOutput(out)
                .redirectError(directory.resolve("errors").toFile());
        builder.environment().put("HOME", directory.toString());
        builder.environment().put("LC_ALL", "C.UTF-8");
        assertThat(builder.start().waitFor())
                .as(Files.readString(directory.resolve("errors")))
                .isZero();
        return JsonMapper.builder().build().readTree(out);
    }

    @Test
    void hostsThatNoGroupNamesAreNone() throws Exception {
        for (String none :
                List.of("web02.example", "web13.example", "web1.example", "eu-d", "eu-", "n7", "n12", "n08", "web"))
            assertThat(read().variables(none)).as(none).isEqualTo(Optional.empty());
    }

    @Test
    void hugeRangeIsNotWrittenOut() {
        InventoryPattern pattern = InventoryPattern.of("n[0:999999999][0:999999999]x");
        assertThat(pattern.names("n1234567890123x")).isTrue();
        assertThat(pattern.names("n12a")).isFalse();
    }
}
