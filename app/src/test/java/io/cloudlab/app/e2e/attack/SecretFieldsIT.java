package io.cloudlab.app.e2e.attack;

import static io.cloudlab.app.e2e.Stock.ok;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.cloudlab.app.e2e.Api;
import io.cloudlab.app.e2e.Stock;
import io.cloudlab.app.e2e.Team;
import io.cloudlab.app.e2e.durability.LiveFiles;
import io.cloudlab.app.e2e.service.CloudLabFiles;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Secret fields reach the real Ansible, and nothing that anybody can see. */
@Timeout(180)
class SecretFieldsIT {
    private static final String SECRET = "s3cr3t-of-the-host";

    @TempDir
    static Path directory;

    private static Team team;
    private static Stock stock;

    @BeforeAll
    static void start() throws Exception {
        CloudLabFiles.in(directory.resolve("lab"))
                .playbook(
                        "enter",
                        "    - debug: {msg: 'entering with {{ password }}'}\n"
                                + "    - copy: {dest: '{{ playbook_dir }}/../shown', content: '{{ login }} {{ password }}'}\n");
        team = Team.start(directory, builder -> builder);
        stock = new Stock(team);
        stock.type("host.yaml", """
                slug: host
                label: Host
                fields:
                  - {name: name, type: string, required: true}
                  - {name: token, type: password}
                actions:
                  - name: enter
                    type: playbook
                    playbook: init_playbook/enter.yaml
                    vars_mapping: {login: "{{ name }}:{{ token }}", password: "{{ token }}"}
                  - {name: browse, type: builtin_files}
                """);
        stock.awaitType("host", true);
    }

    @AfterAll
    static void stop() {
        team.close();
    }

    @Test
    void playbookHasTheSecretAndItsOutputDoesNot() throws Exception {
        String path = "/api/inventory/host/" + stock.object("host", Map.of("name", "web", "token", SECRET));

        JsonNode job = stock.ended(
                ok(team.admin().post(path + "/actions/enter")).path("job_id").asText());

        assertThat(job.path("status").asText()).as(job.toString()).isEqualTo("completed");
        assertThat(team.lab().resolve("shown")).hasContent("web:" + SECRET + " " + SECRET);
        assertThat(job.toString()).contains("entering with ").doesNotContain(SECRET);
        assertThat(LiveFiles.below(directory.resolve("data")))
                .isNotEmpty()
                .noneMatch(file -> file.toString().endsWith("variables.json"));
    }

    @Test
    void actionOfAnUnknownKindIsListedAndRefusedWithTheReason() throws Exception {
        JsonNode type = ok(team.admin().get("/api/inventory/types/host"));
        JsonNode browse = type.path("actions").get(1);
        assertThat(browse.path("type").asText()).isEqualTo("builtin_files");
        assertThat(browse.path("runnable").asBoolean(true)).isFalse();
        String path = "/api/inventory/host/" + stock.object("host", Map.of("name", "db"));

        Api.Answer answer = team.admin().post(path + "/actions/browse");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.text("/detail"))
                .isEqualTo(browse.path("problem").asText())
                .startsWith("inventory_types/host.yaml, line 11, column 26: the type of the action is 'builtin_files'");
    }
}
