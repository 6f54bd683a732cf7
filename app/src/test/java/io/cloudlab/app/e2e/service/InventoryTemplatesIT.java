package io.cloudlab.app.e2e.service;

import static io.cloudlab.app.e2e.Stock.ok;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cloudlab.app.e2e.Api;
import io.cloudlab.app.e2e.Stock;
import io.cloudlab.app.e2e.Team;
import io.cloudlab.app.e2e.TestLab;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What people write into objects and inputs stays data in the hands of the real Ansible. */
@Timeout(180)
class InventoryTemplatesIT {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    static Path directory;

    private static Team team;
    private static Api admin;
    private static Stock stock;

    @BeforeAll
    static void start() throws Exception {
        CloudLabFiles.in(directory.resolve("lab"))
                .playbook(
                        "show",
                        "    - copy:\n        dest: '{{ playbook_dir }}/../shown-{{ file }}.json'\n"
                                + "        content: '{{ {\"name\": name, \"text\": text, \"more\": more,"
                                + " \"limit\": limit, \"hosts\": ansible_play_hosts_all} | to_json }}'\n");
        team = Team.start(directory, builder -> builder);
        admin = team.admin();
        stock = new Stock(team);
        new TestLab(team.lab()).service("wiki", "true");
        stock.type("host.yaml", """
                slug: host
                label: Host
                fields:
                  - {name: name, type: string, required: true}
                  - {name: text, type: text}
                  - {name: more, type: json}
                  - {name: file, type: string}
                actions:
                  - name: show
                    type: playbook
                    playbook: init_playbook/show.yaml
                    vars_mapping: {name: "{{ name }}", text: "<{{ text }}>", more: "{{ more }}", file: "{{ file }}"}
                    inputs: [{name: limit, type: string}]
                """);
        stock.awaitType("host", true);
    }

    @AfterAll
    static void stop() {
        team.close();
    }

    private static Path canary() {
        return directory.resolve("canary");
    }

    private static String path(String file, Object name, String text, Object more) {
        return "/api/inventory/host/"
                + stock.object("host", Map.of("file", file, "name", name, "text", text, "more", more));
    }

    private static JsonNode shown(String file, Api.Answer started) throws Exception {
        JsonNode job = stock.ended(ok(started).path("job_id").asText());
        assertThat(job.path("status").asText()).as(job.toString()).isEqualTo("completed");
        return JSON.readTree(team.lab().resolve("shown-" + file + ".json").toFile());
    }

    @Test
    void templatesStayText() throws Exception {
        String lookup = "{{ lookup('pipe','touch " + canary() + "') }}";
        String statement = "{% set x = lookup('pipe','touch " + canary() + "') %} a=b c=d --limit=all @/etc/passwd";
        String others = "{{ hostvars }}{{ groups }}{{ ansible_play_hosts }}";
        Object more = Map.of("list", List.of(lookup, Map.of("deep", statement)), "plain", others);
        String path = path("templates", lookup, statement + "\n" + others, more);

        JsonNode shown =
                shown("templates", admin.post(path + "/actions/show", Map.of("inputs", Map.of("limit", lookup))));

        assertThat(shown.path("name").asText()).isEqualTo(lookup);
        assertThat(shown.path("text").asText()).isEqualTo("<" + statement + "\n" + others + ">");
        assertThat(shown.path("more").path("list").path(0).asText()).isEqualTo(lookup);
        assertThat(shown.path("more").path("list").path(1).path("deep").asText())
                .isEqualTo(statement);
        assertThat(shown.path("more").path("plain").asText()).isEqualTo(others);
        assertThat(shown.path("limit").asText()).isEqualTo(lookup);
        assertThat(shown.path("hosts").toString()).isEqualTo("[\"localhost\"]");

        String keyed = path("keyed", "keyed", "text", Map.of("deep", List.of(Map.of(lookup, 1))));
        assertThat(admin.post(keyed + "/actions/show").status()).isEqualTo(400);
        assertThat(canary()).doesNotExist();
    }

    @Test
    void namesThatAnsibleWouldReadAreText() throws Exception {
        String command = "-oProxyCommand=touch " + canary();
        List<String> names =
                List.of(command, "all:!x", "~.*", "h[0:99999]", "[x:vars]", "!unsafe x", "x y=z", "@/etc/passwd");
        String path = path("names", command, String.join("\n", names), names);

        JsonNode shown =
                shown("names", admin.post(path + "/actions/show", Map.of("inputs", Map.of("limit", "all:~.*"))));

        assertThat(shown.path("name").asText()).isEqualTo(command);
        assertThat(shown.path("more")).extracting(JsonNode::asText).containsExactlyElementsOf(names);
        assertThat(shown.path("limit").asText()).isEqualTo("all:~.*");
        assertThat(shown.path("hosts").toString()).isEqualTo("[\"localhost\"]");
        for (String name : List.of("a\nb", "a\u0000b", "a\u202eb", "a\tb"))
            assertThat(admin.post("/api/inventory/host", Map.of("data", Map.of("name", name)))
                            .status())
                    .isEqualTo(400);
        assertThat(canary()).doesNotExist();
    }

    @Test
    void namesWithAMeaningOfTheirOwnAreRefused() throws Exception {
        String path = path("reserved", "x", "x", List.of());
        for (String name : List.of(
                "ansible_connection",
                "ansible_python_interpreter",
                "ANSIBLE_SSH_COMMON_ARGS",
                "ansible_shell_executable",
                "ansible_become_exe",
                "LD_PRELOAD",
                "BASH_ENV")) {
            Api.Answer answer = admin.post(path + "/actions/show", Map.of("inputs", Map.of(name, "x")));
            assertThat(answer.status()).as(name).isEqualTo(400);
            assertThat(answer.text("/detail")).contains(name);
        }
        Object marked = Map.of("__ansible_unsafe", "x", "__ansible_vault", "y");
        assertThat(admin.post(path("reserved", "x", "x", marked) + "/actions/show")
                        .status())
                .isEqualTo(400);
        assertThat(admin.get("/api/jobs?action=show&object_id=" + path.substring(path.lastIndexOf('/') + 1))
                        .body()
                        .path("total")
                        .asInt())
                .isZero();
        for (String variable : List.of("ansible_connection", "hostvars", "groups", "Name")) {
            String file = "evil-" + variable + ".yaml";
            stock.type(
                    file,
                    "slug: evil\nlabel: Evil\nfields: [{name: a, type: string}]\nactions:\n"
                            + "  - {name: go, type: playbook, playbook: x.yaml, vars_mapping: {" + variable
                            + ": '{{ a }}'}}\n");
            await().atMost(Stock.LONG)
                    .until(() -> ok(admin.get("/health/ready")).toString().contains(file + ", line 5"));
            stock.awaitType("evil", true);
            JsonNode go = ok(admin.get("/api/inventory/types/evil")).at("/actions/0");
            assertThat(go.path("runnable").asBoolean(true)).as(variable).isFalse();
            String evil = "/api/inventory/evil/" + stock.object("evil", Map.of("a", "x"));
            assertThat(admin.post(evil + "/actions/go").text("/detail"))
                    .isEqualTo(go.path("problem").asText());
            Files.delete(stock.typeFile(file));
        }
    }

    @Test
    void uploadedInventoryIsNotRun() throws Exception {
        Path inputs = Files.createDirectories(team.lab().resolve("services/wiki/inputs"));
        for (String name : List.of("hosts", "inventory", "localhost,")) {
            Path file = Files.writeString(inputs.resolve(name), "#!/bin/sh\ntouch " + canary() + "\necho '{}'\n");
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
        String path = path("upload", "wiki", "services/wiki/inputs/hosts", List.of("services/wiki/inputs/hosts"));

        JsonNode shown = shown(
                "upload",
                admin.post(path + "/actions/show", Map.of("inputs", Map.of("limit", "@services/wiki/inputs/hosts"))));

        assertThat(shown.path("hosts").toString()).isEqualTo("[\"localhost\"]");
        assertThat(canary()).doesNotExist();
    }
}
