package io.cloudlab.process.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudlab.core.services.ServiceDefinition;
import io.cloudlab.core.services.ServiceName;
import io.cloudlab.core.services.input.Script;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MissingScriptFilesTest {
    private static final ServiceName WEB = new ServiceName("web");
    private static final Instant LONG_AGO = Instant.parse("2026-01-01T00:00:00Z");

    @TempDir
    private Path lab;

    private final AtomicLong nanos = new AtomicLong();
    private LabCatalogue catalogue;

    private ServiceDefinition web() {
        if (catalogue == null)
            catalogue =
                    new LabCatalogue(lab, Clock.fixed(LONG_AGO.plus(Duration.ofDays(1)), ZoneOffset.UTC), nanos::get);
        nanos.addAndGet(Duration.ofSeconds(1).toNanos());
        return catalogue.service(WEB).orElseThrow();
    }

    private void write(String path, String text) throws IOException {
        Path file = lab.resolve("services/web").resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    /** As if nothing had changed for long, so that only what is looked at anew is seen. */
    private void age() throws IOException {
        for (String path : new String[] {"scripts.yaml", "bin", ""})
            Files.setLastModifiedTime(lab.resolve("services/web").resolve(path), FileTime.from(LONG_AGO));
    }

    @Test
    void scriptWithoutItsFileIsListedWithAWarningUntilTheFileComes() throws IOException {
        write("deploy.sh", "true\n");
        write("bin/other.sh", "true\n");
        write("scripts.yaml", "scripts: [{name: deploy, file: deploy.sh}, {name: go, file: bin/go.sh}]");
        age();

        String missing = "scripts.yaml, line 1, column 61: the file bin/go.sh is missing.";
        assertThat(web().script("go").orElseThrow().problem()).isEqualTo(missing);
        assertThat(web().script("deploy").orElseThrow().runnable()).isTrue();
        assertThat(web().warnings()).containsExactly(missing + " The script 'go' cannot be run.");

        write("bin/go.sh", "true\n");
        age();
        assertThat(web().scripts()).allMatch(Script::runnable);
        assertThat(web().warnings()).isEmpty();
    }

    @Test
    void linkIsNoScript() throws IOException {
        write("deploy.sh", "true\n");
        write("scripts.yaml", "scripts: [{name: go, file: go.sh}]");
        Files.createSymbolicLink(lab.resolve("services/web/go.sh"), Path.of("deploy.sh"));

        assertThat(web().script("go").orElseThrow().problem())
                .isEqualTo("scripts.yaml, line 1, column 28: the file go.sh is a link, or no regular file.");
    }
}
