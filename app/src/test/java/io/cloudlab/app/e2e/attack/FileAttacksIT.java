package io.cloudlab.app.e2e.attack;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.cloudlab.app.e2e.Api;
import io.cloudlab.app.e2e.Form;
import io.cloudlab.app.e2e.RawHttp;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Attacks through configurations and files, on the real server. */
class FileAttacksIT extends FileTarget {
    @Test
    void noSpellingOfAPathLeadsOut() throws IOException {
        for (String name : List.of(
                "../../../secret",
                "..%2f..%2f..%2fsecret",
                "%2e%2e%2f%2e%2e%2f%2e%2e%2fsecret",
                "%252e%252e%252fsecret",
                "..%252f..%252f..%252fsecret",
                "..%5c..%5csecret",
                "..\\..\\secret",
                "%2fetc%2fpasswd",
                "/etc/passwd",
                "data%00.txt",
                "data%0d%0aX-Evil:%201",
                "%c0%ae%c0%ae%c0%afsecret",
                "..",
                "%2e%2e",
                "..;/secret")) {
            for (String folder : List.of(INPUTS, SERVICE + "/files/outputs", CONFIGS)) {
                for (String method : List.of("GET", "PUT", "DELETE")) {
                    String answer = raw(method, folder + "/" + name);
                    assertThat(answer.split(" ")[1]).as(method + " " + name).isIn("400", "404", "405");
                    assertThat(answer).doesNotContain(CANARY).doesNotContain("root:");
                }
            }
        }
        for (String folder : List.of("..", "%2e%2e", ".%2e", "%2e", "services", "inputs%2f..", "..%2finputs")) {
            assertThat(raw("GET", SERVICE + "/files/" + folder).split(" ")[1]).isIn("400", "404");
            assertThat(raw("GET", SERVICE + "/files/" + folder + "/deploy.sh").split(" ")[1])
                    .isIn("400", "404");
        }
    }

    @Test
    void noNameInAFormLeadsOut() throws IOException {
        for (String name : List.of(
                "../deploy.sh",
                "../../../secret",
                "%2e%2e%2fdeploy.sh",
                "%252e%252e%252fdeploy.sh",
                "..\\\\deploy.sh",
                "/etc/cron.d/evil",
                "C:\\\\evil",
                "a\0b",
                "a\u202Etxt.exe",
                "",
                ".",
                "..",
                "x".repeat(300),
                ".cloudlab-1.tmp")) {
            assertThat(upload(name, "evil".getBytes(UTF_8)).status()).as(name).isIn(400, 422);
        }
        assertThat(upload("-rf", "x".getBytes(UTF_8)).status()).isEqualTo(200);
        assertThat(directory.resolve("lab/services/wiki/deploy.sh")).content().contains("true");
        try (Stream<Path> all = Files.list(inputs)) {
            assertThat(all.map(Path::getFileName).map(Path::toString)).containsExactlyInAnyOrder("data", "-rf");
        }
    }

    @Test
    void formsThatAreNoneAreRefused() {
        String part =
                "--" + Form.BOUNDARY + "\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a\"\r\n\r\nx\r\n";
        for (String body : List.of(part.repeat(1_100), part, "x".repeat(10_000), "")) {
            assertThat(post(Form.TYPE, body)).isIn(400, 422);
        }
        assertThat(post("multipart/form-data", part)).isEqualTo(400);
        assertThat(post("text/plain", part)).isEqualTo(415);
        assertThat(inputs.resolve("a")).doesNotExist();
    }

    @Test
    void pagesAndPicturesAreAttachmentsWithNamesThatBreakNothing() {
        for (String name : List.of("evil.html", "evil.svg", "a\"; filename=b.exe", "é;x=y.html")) {
            String sent = name.replace("\"", "\\\"");
            assertThat(upload(sent, "<script>alert(1)</script>".getBytes(UTF_8)).status())
                    .isEqualTo(200);
            String path = INPUTS + "/" + java.net.URLEncoder.encode(name, UTF_8).replace("+", "%20");
            var headers = admin.get(path).response().headers();
            assertThat(headers.firstValue("Content-Type")).contains("application/octet-stream");
            assertThat(headers.firstValue("X-Content-Type-Options")).contains("nosniff");
            assertThat(headers.firstValue("Content-Disposition").orElse(""))
                    .startsWith("attachment; filename=\"")
                    .matches("attachment; filename=\"[^\"\\\\]*\"(; filename\\*=UTF-8''[A-Za-z0-9._%-]*)?");
            assertThat(headers.firstValue("Content-Security-Policy").orElse("")).contains("default-src 'none'");
        }
    }

    @Test
    void filesOfTheServerAndOfAnsibleAreOutOfReach() throws IOException {
        Path service = directory.resolve("lab/services/wiki");
        for (String name : List.of("deploy.sh", "ansible.cfg", ".ssh", "main.yaml", "hooks")) {
            assertThat(admin.put(CONFIGS + "/" + name, Map.of("content", "x: 1"))
                            .status())
                    .isEqualTo(400);
        }
        for (String name :
                List.of("id_rsa", "x.pem", "x.key", "known_hosts", "temp_inventory.yaml", "service_outputs.yaml")) {
            Files.createDirectories(service.resolve("outputs"));
            Files.writeString(service.resolve("outputs").resolve(name), CANARY);
            String path = SERVICE + "/files/outputs/" + name;
            assertThat(admin.get(path).status()).isEqualTo(404);
            assertThat(admin.put(path, Map.of("content", "x")).status()).isEqualTo(400);
            assertThat(admin.delete(path).status()).isEqualTo(400);
        }
        Files.writeString(service.resolve("outputs/notes.txt"), "-----BEGIN RSA PRIVATE KEY-----\n" + CANARY);
        assertThat(admin.get(SERVICE + "/files/outputs/notes.txt").status()).isEqualTo(404);
        assertThat(admin.get(SERVICE + "/files/outputs").body().path("files")).isEmpty();
    }

    @Test
    void yamlBombsAreRefused() {
        StringBuilder aliases = new StringBuilder("a0: &a0 [lol]\n");
        for (int i = 1; i < 10; i++)
            aliases.append("a" + i + ": &a" + i + " [" + ("*a" + (i - 1) + ",").repeat(9) + "]\n");
        admin.put(CONFIGS + "/config.yaml", Map.of("content", "warm: [up"));
        for (String bomb : List.of(
                "!!javax.script.ScriptEngineManager [!!java.net.URL ['http://127.0.0.1/']]",
                "a: !!python/object/apply:os.system ['id']",
                aliases.toString(),
                "[".repeat(10_000) + "]".repeat(10_000),
                "{a: ".repeat(10_000),
                "a: 1\na: 2\n",
                "a: \u0001")) {
            Api.Answer answer = admin.put(CONFIGS + "/config.yaml", Map.of("content", bomb));
            assertThat(answer.status()).isEqualTo(400);
            assertThat(answer.text("/detail")).startsWith("config.yaml, line ");
        }
        assertThat(RawHttp.firstLine(
                        server.address(),
                        "PUT " + CONFIGS + "/config.yaml HTTP/1.1",
                        "Host: " + server.address().getAuthority(),
                        "Authorization: Bearer " + admin.token(),
                        "Content-Type: application/json",
                        "Content-Length: 50000000"))
                .startsWith("HTTP/1.1 413");
        assertThat(directory.resolve("lab/services/wiki/config.yaml")).hasContent("a: 1\n");
    }

    @Test
    void whatPeopleWriteIsInNoLogAndNoAuditEntryAndReadableForItsOwnerAlone() throws IOException {
        for (int i = 0; i < 3; i++) {
            assertThat(admin.put(CONFIGS + "/config.yaml", Map.of("content", "token: " + CANARY + i))
                            .status())
                    .isEqualTo(200);
            assertThat(upload("data", (CANARY + i).getBytes(UTF_8)).status()).isEqualTo(200);
        }
        assertThat(admin.put(CONFIGS + "/config.yaml", Map.of("content", "a: [" + CANARY))
                        .body()
                        .toString())
                .doesNotContain(CANARY);
        assertThat(admin.get("/api/audit?per_page=200").body().toString())
                .contains("service.config.edit", "service.file.upload")
                .doesNotContain(CANARY);
        try (Stream<Path> kept = Files.walk(directory.resolve("data/versions"))) {
            for (Path each : kept.toList()) {
                assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(each)))
                        .as(each.toString())
                        .endsWith("------");
            }
        }
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(inputs.resolve("data"))))
                .as("as it was")
                .startsWith("rw-r");
    }
}
