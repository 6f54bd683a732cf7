package io.cloudlab.process.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudlab.core.services.PublishedOutputs;
import io.cloudlab.core.services.ServiceName;
import io.cloudlab.core.services.ServiceOutput;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CatalogueOutputsTest {
    private static final ServiceName WIKI = new ServiceName("wiki");
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    @TempDir
    private Path lab;

    private PublishedOutputs read(String yaml) throws IOException {
        Path folder = Files.createDirectories(lab.resolve("services/wiki/outputs"));
        Path file = Files.writeString(folder.resolve("service_outputs.yaml"), yaml);
        Files.setLastModifiedTime(file, FileTime.from(NOON));
        return new CatalogueOutputs(lab).of(WIKI);
    }

    @Test
    void publishedOutputsAreReadInOrder() throws IOException {
        PublishedOutputs published = read("""
                outputs:
                  - {name: web, type: url, label: The wiki, value: "https://203.0.113.7/"}
                  - {name: admin, type: credential, value: 0123, username: root, credential_type: password}
                  - {name: note, value: 1.10}
                """);

        assertThat(published.outputs())
                .containsExactly(
                        new ServiceOutput(
                                "web", ServiceOutput.Type.URL, "The wiki", "https://203.0.113.7/", null, null),
                        new ServiceOutput("admin", ServiceOutput.Type.CREDENTIAL, "admin", "0123", "root", "password"),
                        new ServiceOutput("note", ServiceOutput.Type.TEXT, "note", "1.10", null, null));
        assertThat(published.publishedAt()).isEqualTo(NOON);
        assertThat(published.warnings()).isEmpty();
    }

    @Test
    void serviceThatHasPublishedNothingHasNone() throws IOException {
        assertThat(new CatalogueOutputs(lab).of(WIKI)).isEqualTo(PublishedOutputs.none(WIKI));
        Files.createDirectories(lab.resolve("services/wiki/outputs"));
        assertThat(new CatalogueOutputs(lab).of(WIKI)).isEqualTo(PublishedOutputs.none(WIKI));
        assertThat(read("").outputs()).isEmpty();
        assertThat(read("").publishedAt()).isEqualTo(NOON);
        assertThat(read("outputs:\n").warnings()).isEmpty();
    }

    @Test
    void outputWithAMistakeIsLeftOutAndTheOthersStay() throws IOException {
        PublishedOutputs published = read(
                "outputs:\n  - {name: a, type: colour}\n  - {type: url}\n  - {name: b, value: [1]}\n  - {name: ok}\n");

        assertThat(published.outputs()).extracting(ServiceOutput::name).containsExactly("ok");
        assertThat(published.warnings())
                .hasSize(3)
                .allMatch(warning -> warning.startsWith("outputs/service_outputs.yaml, line "))
                .anyMatch(warning -> warning.contains("'type' is 'colour'; known are: url, credential, text"));
        assertThat(published.whole()).isFalse();
    }

    @Test
    void otherWordsAreUnderstoodAndUnknownKeysSaidWithoutLeavingAnythingOut() throws IOException {
        PublishedOutputs published = read("""
                outputs:
                  - {name: a, type: password, value: s3cr3t, user: root}
                  - {name: b, type: link, vlaue: "https://203.0.113.7/"}
                """);

        assertThat(published.outputs())
                .extracting(ServiceOutput::type)
                .containsExactly(ServiceOutput.Type.CREDENTIAL, ServiceOutput.Type.URL);
        assertThat(published.whole()).isTrue();
        assertThat(published.warnings())
                .containsExactly(
                        "outputs/service_outputs.yaml, line 2, column 46: 'user' means nothing here and is passed over.",
                        "outputs/service_outputs.yaml, line 3, column 27: 'vlaue' means nothing here and is passed over;"
                                + " perhaps 'value' is meant.");
    }

    @Test
    void brokenFileIsToldWithoutItsContent() throws IOException {
        PublishedOutputs published = read("outputs: [{name: a, value: s3cr3t\n");

        assertThat(published.outputs()).isEmpty();
        assertThat(published.warnings())
                .singleElement()
                .asString()
                .contains("line")
                .doesNotContain("s3cr3t");
        assertThat(published.publishedAt()).isEqualTo(NOON);
    }

    @Test
    void linkIsNotFollowed() throws IOException {
        Path secret = Files.writeString(lab.resolve("secret.yaml"), "outputs: [{name: a, value: s3cr3t}]");
        Path folder = Files.createDirectories(lab.resolve("services/wiki/outputs"));
        Files.createSymbolicLink(folder.resolve("service_outputs.yaml"), secret);

        PublishedOutputs published = new CatalogueOutputs(lab).of(WIKI);
        assertThat(published.outputs()).isEmpty();
        assertThat(published.warnings()).containsExactly("outputs/service_outputs.yaml: not a regular file.");
    }
}
