package io.cloudlab.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LabCheckTest {
    @TempDir
    private Path lab;

    private void write(String path, String text) throws IOException {
        Path file = lab.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    @Test
    void samplesAreInOrder() throws IOException {
        assertThat(LabCheck.warnings(Path.of("../cloudlab"))).isEmpty();
    }

    @Test
    void everyFileIsLookedAt() throws IOException {
        write("services/web/deploy.sh", "true\n");
        write("services/web/scripts.yaml", "scripts:\n  - name: go\n    file: go.sh\n    concurency: parallel\n");
        write("services/web/config.yaml", "a: [\n");
        write("services/web/outputs.yaml", "a: 1\na: 2\n");
        write("services/web/instance.yaml", "instances:\n  - {label: web, region: mel, plan: small, oss: Debian}\n");
        write("services/web/outputs/service_outputs.yaml", "outputs: [{name: a, vlaue: s3cr3t}]\n");
        write("services/a b/deploy.sh", "true\n");
        write("inventory_types/box.yaml", """
            slug: box
            label: Box
            fields: [{name: a, type: strng}]
            actions:
              - {name: go, type: playbook, playbook: plays/go.yaml}
            """);

        assertThat(LabCheck.warnings(lab))
                .containsExactly(
                        "services/a b is skipped: a service's name starts with a letter or digit and holds only letters,"
                                + " digits, dots, dashes and underscores.",
                        "services/web/scripts.yaml, line 4, column 5: 'concurency' means nothing here and is passed over;"
                                + " perhaps 'concurrency' is meant.",
                        "services/web/scripts.yaml, line 3, column 11: the file go.sh is missing. The script 'go' cannot be"
                                + " run.",
                        "services/web/config.yaml, line 2, column 1: while parsing a flow node: expected the node content,"
                                + " but found '<stream end>'.",
                        "services/web/outputs.yaml, line 2, column 1: a key that stands there twice.",
                        "services/web/instance.yaml, line 2, column 44: 'oss' means nothing here and is passed over;"
                                + " perhaps 'os' is meant.",
                        "services/web/instance.yaml, line 2, column 5: 'os' or 'os_id' is missing.",
                        "services/web/outputs/service_outputs.yaml, line 1, column 21: 'vlaue' means nothing here and is"
                                + " passed over; perhaps 'value' is meant.",
                        "inventory_types/box.yaml, line 3, column 26: field 'a' is taken as a string: its type is 'strng'"
                                + " (perhaps 'string' is meant); known are: string, text, enum, integer, boolean, datetime,"
                                + " secret, json.",
                        "inventory_types/box.yaml, line 5, column 42: the file plays/go.yaml is missing.");
        assertThat(LabCheck.warnings(lab).toString()).doesNotContain("s3cr3t");
    }

    @Test
    void everyWarningIsPrintedHoweverMany() throws IOException {
        String keys =
                IntStream.range(0, 100).mapToObj(each -> "odd" + each + ": 1\n").collect(Collectors.joining());
        write("inventory_types/box.yaml", "slug: box\nlabel: Box\nfields: []\n" + keys);

        assertThat(LabCheck.warnings(lab)).hasSize(100);
    }

    @Test
    void directoryThatIsNoLabIsSaid() throws IOException {
        assertThat(LabCheck.warnings(lab)).singleElement().asString().startsWith("This is no lab directory");
        assertThatThrownBy(() -> LabCheck.warnings(lab.resolve("missing"))).isInstanceOf(IOException.class);
    }
}
