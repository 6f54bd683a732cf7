package io.cloudlab.process.catalogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cloudlab.core.shared.Refused;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LabFileTest {
    @TempDir
    private Path lab;

    private LabCatalogue catalogue;

    @BeforeEach
    void open() throws IOException {
        Files.createDirectory(lab.resolve("services"));
        catalogue = new LabCatalogue(lab, Clock.systemUTC(), () -> 0);
    }

    private void write(String yaml) throws IOException {
        Files.writeString(lab.resolve("lab.yaml"), yaml);
    }

    @Test
    void labWithoutItsFileSetsNothing() {
        assertThat(catalogue.environment()).isEmpty();
        assertThat(catalogue.warnings()).isEmpty();
    }

    @Test
    void variablesAreSeenAsSoonAsTheyAreWritten() throws IOException {
        write("environment: {TZ: Europe/Berlin}\n");
        assertThat(catalogue.environment()).isEqualTo(Map.of("TZ", "Europe/Berlin"));
        write("environment: {TZ: UTC, LEVEL: 3}\n");
        assertThat(catalogue.environment()).isEqualTo(Map.of("TZ", "UTC", "LEVEL", "3"));
    }

    @Test
    void whatIsNotUnderstoodIsToldAndPassedOver() throws IOException {
        write("environment: {INPUT_X: 1, OK: yes}\nenviroment: {}\n");
        assertThat(catalogue.environment()).isEqualTo(Map.of("OK", "yes"));
        assertThat(catalogue.warnings())
                .containsExactly(
                        "lab.yaml, line 1, column 15: 'environment' cannot hold 'INPUT_X'; it is passed over.",
                        "lab.yaml, line 2, column 1: 'enviroment' means nothing here and is passed over; perhaps"
                                + " 'environment' is meant.");
    }

    @Test
    void brokenFileKeepsScriptsFromRunning() throws IOException {
        write("environment: [\n");
        assertThatThrownBy(catalogue::environment)
                .isInstanceOf(Refused.class)
                .hasMessageStartingWith("lab.yaml, line 2");
        assertThat(catalogue.warnings()).singleElement().asString().endsWith("No script is run.");
    }

    @Test
    void linkIsNotFollowed() throws IOException {
        Path elsewhere = Files.writeString(lab.resolve("elsewhere"), "environment: {X: 1}\n");
        Files.createSymbolicLink(lab.resolve("lab.yaml"), elsewhere);
        assertThatThrownBy(catalogue::environment)
                .isInstanceOf(Refused.class)
                .hasMessage("lab.yaml: not a regular file.");
    }
}
