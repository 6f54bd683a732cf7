package io.cloudlab.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** docs/lab.md holds the tables by which the files of a lab are read. */
class LabDocumentTest {
    private static final Path DOCUMENT = Path.of("../docs/lab.md");
    private static final String BEGIN = "<!-- tables: made from the readers, see LabDocumentTest -->\n\n";

    @Test
    void tablesOfTheDocumentAreThoseOfTheReaders() throws IOException {
        String document = Files.readString(DOCUMENT);
        int begin = document.indexOf(BEGIN) + BEGIN.length();
        assertThat(begin).isGreaterThan(BEGIN.length());
        if (Boolean.getBoolean("cloudlab.docs.write")) {
            document = document.substring(0, begin) + LabTables.markdown();
            Files.writeString(DOCUMENT, document);
        }

        assertThat(document.substring(begin))
                .as("written anew by -Dcloudlab.docs.write=true")
                .isEqualTo(LabTables.markdown());
    }
}
