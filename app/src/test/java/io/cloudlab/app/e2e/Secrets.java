package io.cloudlab.app.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** What must be nowhere: not in what a server answers, writes down or logs. */
public final class Secrets {
    private final List<String> all = new ArrayList<>();

    public void add(String... secrets) {
        all.addAll(List.of(secrets));
    }

    /** Looks into everything that can be read there. */
    public void assertServedNowhere(Api admin) {
        List<String> paths = new ArrayList<>(List.of("/api/audit/export?format=csv", "/api/audit/export?format=json"));
        String job = admin.get("/api/jobs").body().at("/jobs/0/id").asText();
        admin.get("/api/openapi.json").body().path("paths").properties().forEach(path -> {
            String address = path.getKey().replace("/api/jobs/{id}", "/api/jobs/" + job);
            if (path.getValue().has("get")) paths.add(address.replaceAll("\\{[^}]*}", "1"));
        });
        for (String path : paths) assertNotIn(path, admin.get(path).response().body());
    }

    /** Looks into every file; the server must have ended. */
    public void assertStoredNowhere(Path data) throws IOException {
        List<Path> files;
        try (Stream<Path> walk = Files.walk(data)) {
            files = walk.filter(Files::isRegularFile).toList();
        }
        assertThat(files).extracting(file -> file.getFileName().toString()).contains("cloudlab.mv.db");
        for (Path file : files) assertNotIn(file.toString(), Files.readAllBytes(file));
    }

    public void assertNotIn(String what, byte[] content) {
        String text = new String(content, StandardCharsets.ISO_8859_1);
        for (String secret : all) {
            byte[] bytes = secret.getBytes(StandardCharsets.UTF_8);
            String base64 = Base64.getEncoder().withoutPadding().encodeToString(bytes);
            assertThat(text.contains(secret)).as("%s holds %s", what, secret).isFalse();
            assertThat(text.contains(base64.substring(0, base64.length() - 1)))
                    .as("%s holds %s in Base64", what, secret)
                    .isFalse();
            assertThat(text.toLowerCase(Locale.ROOT).contains(HexFormat.of().formatHex(bytes)))
                    .as("%s holds %s in hexadecimal", what, secret)
                    .isFalse();
        }
    }
}
