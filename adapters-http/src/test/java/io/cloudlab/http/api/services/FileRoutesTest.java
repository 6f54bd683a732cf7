package io.cloudlab.http.api.services;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.cloudlab.core.access.Permission;
import io.cloudlab.http.Answer;
import java.net.URLEncoder;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("slow")
class FileRoutesTest extends FileServer {
    @Test
    void uploadedFileIsListedAndDownloaded() {
        Answer uploaded = upload("é ☃.html", "<script>\r\n");

        assertThat(uploaded.header("Connection")).as("can be used again").isEmpty();
        assertThat(uploaded.body()).isEqualTo("{\"status\":\"uploaded\",\"filename\":\"é ☃.html\"}");
        JsonNode files = server.get(INPUTS, editor).json().path("files");
        assertThat(files).hasSize(1);
        assertThat(files.get(0).path("name").asText()).isEqualTo("é ☃.html");
        assertThat(files.get(0).path("size").asInt()).isEqualTo(10);
        assertThat(files.get(0).path("modified").asText()).endsWith("+00:00");
        Answer download = server.get(INPUTS + "/%C3%A9%20%E2%98%83.html", editor);
        assertThat(download.body()).isEqualTo("<script>\r\n");
        assertThat(download.header("Content-Type")).isEqualTo("application/octet-stream");
        assertThat(download.header("Content-Length")).isEqualTo("10");
        assertThat(download.header("X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(download.header("Content-Disposition"))
                .isEqualTo("attachment; filename=\"_ _.html\"; filename*=UTF-8''%C3%A9%20%E2%98%83.html");
        assertThat(server.audited()).endsWith("service.file.upload");
        Answer head = server.send("HEAD", INPUTS + "/%C3%A9%20%E2%98%83.html", null, editor);
        assertThat(head.header("Content-Length")).isEqualTo("10");
    }

    @Test
    void textIsWrittenReplacedAndDeleted() {
        String path = INPUTS + "/a.txt";
        assertThat(server.send("PUT", path, "{\"content\":\"é\\n\"}", editor).body())
                .isEqualTo("{\"status\":\"saved\",\"filename\":\"a.txt\"}");
        assertThat(text("a.txt")).isEqualTo("é\n");
        assertThat(server.send("PUT", path, "{}", editor).faultAt()).isEqualTo("[\"body\",\"content\"]");
        assertThat(server.send("DELETE", path, null, editor).body())
                .isEqualTo("{\"status\":\"deleted\",\"filename\":\"a.txt\"}");
        assertThat(server.send("DELETE", path, null, editor).status()).isEqualTo(404);
        assertThat(server.get(path, editor).status()).isEqualTo(404);
        assertThat(server.audited()).endsWith("service.file.edit", "service.file.delete");
        assertThat(server.lab().formers().kept(input("a.txt"))).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "100%.csv",
                "5%.txt",
                "%",
                "%41.txt",
                "a%20b",
                "q%22x.txt",
                "a;b=c.txt",
                "a?b#c&d.txt",
                "a+b c.txt",
                "....",
                "~x~x",
                "é%☃"
            })
    void everyNameThatIsListedCanBeReadReplacedAndDeleted(String sent) {
        String name = sent.replace("%22", "\"");
        assertThat(upload(sent, "first").status()).isEqualTo(200);
        assertThat(server.get(INPUTS, editor).json().at("/files/0/name").asText())
                .isEqualTo(name);
        String address = INPUTS + "/" + URLEncoder.encode(name, UTF_8).replace("+", "%20");
        Answer read = server.get(address, editor);
        assertThat(read.status()).as(read.body()).isEqualTo(200);
        assertThat(read.body()).isEqualTo("first");
        assertThat(server.send("PUT", address, "{\"content\":\"second\"}", editor)
                        .status())
                .isEqualTo(200);
        assertThat(text(name)).isEqualTo("second");
        assertThat(server.send("DELETE", address, null, editor).status()).isEqualTo(200);
        assertThat(server.get(INPUTS, editor).body()).isEqualTo("{\"files\":[]}");
    }

    @Test
    void addressIsDecodedOnce() {
        upload("A.txt", "another file");
        assertThat(server.get(INPUTS + "/%2541.txt", editor).status()).isEqualTo(404);
        assertThat(server.get(INPUTS + "/%41.txt", editor).body()).isEqualTo("another file");
    }

    @Test
    void onlyInputsAndOutputsAreServed() {
        for (String folder : List.of("configs", "vault", "%20", "inputs%20")) {
            assertThat(server.get("/api/services/hello/files/" + folder, editor).status())
                    .isEqualTo(400);
        }
        assertThat(server.get("/api/services/hello/files/outputs", editor).body())
                .isEqualTo("{\"files\":[]}");
        assertThat(server.get("/api/services/other/files/outputs", editor).status())
                .isEqualTo(404);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "../x",
                "..",
                ".",
                "",
                "/etc/passwd",
                "a/b",
                "..\\\\x",
                "C:\\\\x",
                "%2e%2e%2fx",
                "%252fx",
                "a%00",
                "id_rsa",
                "x.pem",
                "temp_inventory.yaml",
                "service_outputs.yaml",
                "a\u202Etxt"
            })
    void nameThatIsNoneOrProtectedIsRefused(String name) {
        Answer answer = upload(name, "x");

        assertThat(answer.status()).as(answer.body()).isEqualTo(400);
        assertThat(server.get(INPUTS, editor).body()).isEqualTo("{\"files\":[]}");
        assertThat(unfinished()).isZero();
    }

    @Test
    void longNameIsRefused() {
        assertThat(upload("a".repeat(300), "x").status()).isEqualTo(400);
        assertThat(upload("a".repeat(255), "x").status()).isEqualTo(200);
    }

    @Test
    void privateKeysAreNotTakenIn() {
        assertThat(upload("notes.txt", "x\n-----BEGIN RSA PRIVATE KEY-----\nMII")
                        .status())
                .isEqualTo(400);
        assertThat(text("notes.txt")).isEqualTo("(missing)");
        assertThat(unfinished()).isZero();
    }

    @Test
    void viewersChangeNothing() {
        upload("a", "x");
        String viewer = server.token(Permission.SERVICES_FILES_VIEW);

        assertThat(server.get(INPUTS + "/a", viewer).body()).isEqualTo("x");
        assertThat(server.send("PUT", INPUTS + "/a", "{\"content\":\"\"}", viewer)
                        .status())
                .isEqualTo(403);
        assertThat(server.send("DELETE", INPUTS + "/a", null, viewer).status()).isEqualTo(403);
        assertThat(server.post(INPUTS, "{}", viewer).detail()).isEqualTo("Permission denied: services.files.edit");
    }
}
