package io.cloudlab.app.e2e.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudlab.app.e2e.Api;
import io.cloudlab.app.e2e.RunningServer;
import io.cloudlab.app.e2e.TestLab;
import io.cloudlab.app.e2e.Viewer;
import io.cloudlab.core.vault.AnsibleVault;
import java.io.InputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Text beyond ASCII, on a server that was started as cron and containers do. */
@Timeout(240)
class LocaleIT {
    private static final String TEXT = "Grüße, ☃ 😀 – naïve";
    private static final String SECRET = "geheimes-Schlüsselwörtchen-ß";
    private static final String PASSWORD = "Zürich-öffne-dich-☃";

    @TempDir
    Path directory;

    private RunningServer server;
    private Api admin;

    @AfterEach
    void stop() {
        if (server != null) server.close();
    }

    private TestLab lab() throws Exception {
        byte[] secrets = new AnsibleVault(PASSWORD.toCharArray())
                .encrypt("motto: \"äußerst geheim\"\n".getBytes(StandardCharsets.UTF_8));
        TestLab lab = TestLab.in(directory.resolve("lab-für-alle"));
        Files.createDirectories(lab.path().resolve("vault"));
        Files.write(lab.path().resolve("vault/secrets.yml"), secrets);
        return lab.service("web", "cat inputs/*")
                .file("web", "scripts.yaml", """
                        scripts:
                          - name: tell
                            file: tell.sh
                            inputs:
                              - {name: text, type: string}
                              - {name: token, type: secret}
                        """)
                .file(
                        "web",
                        "tell.sh",
                        "echo \"text=$INPUT_TEXT;\"; echo \"token=$INPUT_TOKEN;\"; echo \"${#INPUT_TOKEN} letters\";"
                                + " ansible -i localhost, localhost -c local -m debug -a 'msg={{ motto | length }}-letters'"
                                + " -e @../../vault/secrets.yml");
    }

    private void start(RunningServer.Builder builder) throws Exception {
        server = builder.bare().start();
        admin = Api.setUp(server.address());
    }

    private RunningServer.Builder builder(TestLab lab) {
        return RunningServer.on(directory.resolve("dätä"), lab.path());
    }

    @ParameterizedTest
    @CsvSource({"NONE, C", "LC_ALL, C", "LC_ALL, POSIX", "LANG, de_DE.ISO-8859-1"})
    void textSecretsPasswordsAndNamesOfFilesAreUtf8(String variable, String locale) throws Exception {
        start(builder(lab()).with(variable, locale));
        assertThat(admin.put("/api/vault/password", Map.of("password", PASSWORD))
                        .status())
                .isEqualTo(200);

        assertThat(assertTold(run())).contains("14-letters");

        String name = "/api/services/web/files/inputs/" + URLEncoder.encode("größe.txt", StandardCharsets.UTF_8);
        assertThat(admin.put(name, Map.of("content", TEXT + "\n")).status()).isEqualTo(200);
        assertThat(admin.get("/api/services/web/files/inputs").text("/files/0/name"))
                .isEqualTo("größe.txt");
        String job = admin.post("/api/services/web/deploy").text("/job_id");
        Viewer viewer = Viewer.of(admin, job);
        viewer.awaitClose();
        assertThat(viewer.lines()).contains(TEXT);
        assertThat(directory.resolve("lab-für-alle/services/web/inputs/größe.txt"))
                .exists();
    }

    /** What a job is told does not depend on how the program was started: a program that embeds it may be as it is. */
    @Test
    void jobsAreToldInUtf8AlsoWhereTheProgramKnowsAsciiOnly() throws Exception {
        TestLab lab = lab();
        Path plain = Files.move(lab.path(), directory.resolve("lab"));
        start(RunningServer.on(directory.resolve("data"), plain)
                .jvm("-Dcloudlab.relaunched=true")
                .with("LC_ALL", "C"));
        assertThat(admin.put("/api/vault/password", Map.of("password", PASSWORD))
                        .status())
                .isEqualTo(200);
        assertThat(assertTold(run())).contains("14-letters");
    }

    @Test
    void killedProgramLeavesNoOtherBehind() throws Exception {
        TestLab lab = lab();
        start(builder(lab).with("LC_ALL", "C"));
        String job = run();
        Awaitility.await() // a job that is only being started would be reported as not started
                .until(() -> admin.get("/api/jobs/" + job)
                                .body()
                                .path("output_lines")
                                .asInt()
                        > 2);

        server.kill();
        server = builder(lab).with("LC_ALL", "C").bare().start();

        admin = admin.at(server.address());
        assertTold(job);
        assertThat(server.terminate(60)).isTrue();
        server = builder(lab).with("LC_ALL", "C").bare().start();
    }

    private String run() {
        Api.Answer started = admin.post(
                "/api/services/web/run", Map.of("script", "tell", "inputs", Map.of("text", TEXT, "token", SECRET)));
        assertThat(started.status()).as(started.body().toString()).isEqualTo(200);
        return started.text("/job_id");
    }

    /** @return the job's lines */
    private String assertTold(String job) throws Exception {
        Viewer viewer = Viewer.of(admin, job);
        viewer.awaitClose();
        assertThat(viewer.lines()).contains("text=" + TEXT + ";", SECRET.length() + " letters");
        assertThat(viewer.lines().toString()).contains("token=***");
        String everything = viewer.lines().toString();
        try (InputStream raw = admin.stream("/api/jobs/" + job + "/output/raw")) {
            everything += new String(raw.readAllBytes(), StandardCharsets.UTF_8);
        }
        assertThat(everything).doesNotContain("geheimes", "wörtchen").doesNotContain("?");
        return viewer.lines().toString();
    }
}
