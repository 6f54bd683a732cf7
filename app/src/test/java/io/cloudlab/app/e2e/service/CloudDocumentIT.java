package io.cloudlab.app.e2e.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudlab.app.e2e.Api;
import io.cloudlab.app.e2e.RunningServer;
import io.cloudlab.app.e2e.command.Documented;
import io.cloudlab.app.vultr.LabTools;
import io.cloudlab.app.vultr.SampleLab;
import io.cloudlab.app.vultr.VultrEmulator;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What docs/operating.md says about cloud instances, done as it says, with secrets that are encrypted. */
class CloudDocumentIT {
    private static final String VAULT_PASSWORD = "open sesame 1704";

    @TempDir
    Path directory;

    @Test
    void commandsDeployRefreshStopOneAndStopAll() throws Exception {
        LabTools.require();
        try (VultrEmulator cloud = VultrEmulator.start(directory.resolve("cloud"))) {
            SampleLab lab = SampleLab.in(directory, cloud);
            encryptSecrets(lab);
            cloud.seed("foreign", "mel", "test-ubuntu");
            cloud.seed("second", "ewr", "cloudlab", "service-test-ubuntu");
            cloud.seed("wiki", "mel", "cloudlab", "service-wiki");
            String printed;
            try (RunningServer server =
                    RunningServer.on(directory.resolve("data"), lab.path()).start()) {
                setUp(server);
                printed = Documented.commands("docs/operating.md", "Cloud instances")
                        .run(server.address(), directory.resolve("printed"), 400);
                assertThat(printed + server.log()).doesNotContain(VAULT_PASSWORD);
            }
            assertThat(printed.split("\"type\":\"done\",\"status\":\"completed\"", -1))
                    .hasSize(6);
            assertThat(printed)
                    .contains("DEPLOYMENT_ID=test-ubuntu-")
                    .contains("\"testUbuntu\":{\"ansible_host\":\"")
                    .contains("=> (item=second in ewr)", "=> (item=wiki in mel)");
            assertThat(cloud.instances())
                    .extracting(instance -> instance.path("label").asText())
                    .containsExactly("foreign");
            assertThat(filesThatHold(VAULT_PASSWORD, directory.resolve("data"), lab.path()))
                    .isEmpty();
        }
    }

    private static void setUp(RunningServer server) {
        Api.Answer answer = new Api(server.address(), "")
                .post("/api/auth/setup", Map.of("username", "mira", "password", "correct horse"));
        assertThat(answer.status()).isEqualTo(200);
    }

    private void encryptSecrets(SampleLab lab) throws IOException {
        Path password = Files.writeString(directory.resolve("password"), VAULT_PASSWORD);
        SampleLab.Run run = lab.run(
                lab.path(),
                "ansible-vault",
                "encrypt",
                "--vault-password-file",
                password.toString(),
                "vault/secrets.yml");
        assertThat(run.code()).as(run.output()).isZero();
        Files.delete(password);
    }

    private static List<Path> filesThatHold(String text, Path... trees) throws IOException {
        List<Path> holding = new ArrayList<>();
        for (Path tree : trees) {
            try (var files = Files.walk(tree)) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    String content = Files.readString(file, StandardCharsets.ISO_8859_1);
                    if (content.contains(text)) holding.add(file);
                }
            }
        }
        return holding;
    }
}
