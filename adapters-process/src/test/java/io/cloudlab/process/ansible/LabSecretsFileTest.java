package io.cloudlab.process.ansible;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LabSecretsFileTest {
    @TempDir
    Path lab;

    @Test
    void fileIsReadWhereItIs() throws Exception {
        LabSecretsFile file = new LabSecretsFile(lab);
        assertThat(file.read()).isEmpty();
        Files.createDirectory(lab.resolve("vault"));
        assertThat(file.read()).isEmpty();
        Files.writeString(lab.resolve("vault/secrets.yml"), "a: b");

        assertThat(file.read())
                .hasValueSatisfying(bytes -> assertThat(bytes).asString(UTF_8).isEqualTo("a: b"));
    }

    @Test
    void linksAreNotFollowed() throws Exception {
        Files.createDirectory(lab.resolve("vault"));
        Files.writeString(lab.resolve("elsewhere"), "a: b");
        Files.createSymbolicLink(lab.resolve("vault/secrets.yml"), lab.resolve("elsewhere"));

        assertThat(new LabSecretsFile(lab).read()).isEmpty();
    }

    @Test
    void valuesAreFoundWhereverTheyStand() {
        String yaml = "key: one\nlist: [two, {deep: three}]\nnumber: 1.10\nempty:\nblock: |\n  four\n  five\n";

        assertThat(new LabSecretsFile(lab).values(yaml.getBytes(UTF_8)))
                .containsExactly("one", "two", "three", "1.10", "", "four\nfive\n");
        assertThat(new LabSecretsFile(lab).values("a: [".getBytes(UTF_8))).isEmpty();
    }
}
