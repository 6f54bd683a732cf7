package io.cloudlab.process.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudlab.core.services.ServiceDefinition;
import io.cloudlab.core.services.ServiceName;
import io.cloudlab.core.services.file.FileArea;
import io.cloudlab.core.services.file.ServiceFile;
import io.cloudlab.core.services.file.ServiceFolder;
import io.cloudlab.core.services.input.Script;
import io.cloudlab.process.files.LabFileArea;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What was just written counts at once. The catalogue's ticker stands still, so nothing grows old by itself. */
class LabCatalogueFreshTest {
    @TempDir
    private Path lab;

    private LabCatalogue catalogue() {
        return new LabCatalogue(lab, Clock.systemUTC(), () -> 0);
    }

    private Path write(String path, String text) throws IOException {
        Path file = lab.resolve("services").resolve(path);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, text);
    }

    private static ServiceName name(String name) {
        return new ServiceName(name);
    }

    @Test
    void scriptThatWasJustWrittenIsFoundAtOnceAndOneThatIsGoneIsNot() throws IOException {
        write("a/deploy.sh", "");
        Path scripts = write("a/scripts.yaml", "scripts: [{name: x, file: x.sh}]");
        write("a/x.sh", "");
        write("a/y.sh", "");
        LabCatalogue catalogue = catalogue();
        assertThat(catalogue.services()).hasSize(1);

        Files.writeString(scripts, "scripts: [{name: yy, file: y.sh}]");
        ServiceDefinition now = catalogue.service(name("a")).orElseThrow();
        assertThat(now.script("yy")).isPresent();
        assertThat(now.script("x")).isEmpty();
        assertThat(catalogue.services()).as("the list agrees").containsExactly(now);

        write("a/config.yaml", "");
        assertThat(catalogue.service(name("a")).orElseThrow().configs()).contains("config.yaml");
        Files.delete(lab.resolve("services/a/deploy.sh"));
        assertThat(catalogue.service(name("a"))).isEmpty();
        assertThat(catalogue.services()).isEmpty();
    }

    @Test
    void ownWriteOfAConfigurationFileShowsInTheListAtOnce() throws IOException {
        write("a/deploy.sh", "");
        LabCatalogue catalogue = catalogue();
        LabFileArea files = LabFileArea.open(lab, 0, catalogue::changed);
        assertThat(catalogue.services().get(0).scripts()).containsExactly(Script.DEPLOY);
        ServiceFile declaration = new ServiceFile(name("a"), ServiceFolder.CONFIGS, "scripts.yaml");
        byte[] yaml = "scripts: [{name: x, file: deploy.sh}]".getBytes(StandardCharsets.UTF_8);

        files.exclusively(declaration, () -> {
            try (FileArea.Draft draft = files.draft(declaration)) {
                draft.write(yaml, 0, yaml.length);
                draft.sync();
                draft.publish();
            }
            return true;
        });
        assertThat(catalogue.services().get(0).scripts())
                .extracting(Script::name)
                .containsExactly("x");

        files.exclusively(declaration, () -> files.delete(declaration));
        assertThat(catalogue.services().get(0).scripts()).containsExactly(Script.DEPLOY);
    }

    @Test
    void nameThatIsNoServiceDoesNotHaveTheLabReadAnew() throws IOException {
        write("none/main.yaml", "");
        LabCatalogue catalogue = catalogue();
        assertThat(catalogue.services()).isEmpty();
        write("a/deploy.sh", "");

        assertThat(catalogue.service(name("none"))).isEmpty();
        assertThat(catalogue.service(name("nothing"))).isEmpty();
        assertThat(catalogue.services())
                .as("the whole lab has not been read again")
                .isEmpty();
    }
}
