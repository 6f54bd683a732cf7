package io.cloudlab.process.catalogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cloudlab.core.services.ServiceName;
import io.cloudlab.core.services.input.InputOptions;
import io.cloudlab.core.shared.Refused;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files as options of inputs. */
class CatalogueFilesTest {
    @TempDir
    private Path lab;

    private List<String> names(String glob) {
        return new CatalogueFiles(lab).of(new ServiceName("wiki"), glob).values();
    }

    private void write(String file) throws IOException {
        Path path = lab.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, "");
    }

    @Test
    void namesOfFilesAndDirectoriesAreOffered() throws IOException {
        for (String file : List.of("prod.yml", "test.yml", "old.yaml", ".hidden.yml", "stage/hosts"))
            write("services/wiki/inventories/" + file);
        Files.createSymbolicLink(lab.resolve("services/wiki/inventories/link.yml"), Path.of("prod.yml"));

        assertThat(names("inventories/*")).containsExactly("old.yaml", "prod.yml", "stage", "test.yml");
        assertThat(names("./inventories/*.yml")).containsExactly("prod.yml", "test.yml");
        assertThat(names("inventories/????.yml")).containsExactly("prod.yml", "test.yml");
        assertThat(names("inventories/.*")).containsExactly(".hidden.yml");
        assertThat(names("inventories/[p].yml")).isEmpty();
        assertThat(names("inventories/*e*t**.y?l")).containsExactly("test.yml");
        assertThat(names("inventories/*o*o*")).isEmpty();
    }

    @Test
    void directoryOfTheServiceWinsOverThatOfTheLab() throws IOException {
        write("services/wiki/deploy.sh");
        write("plays/a.yml");
        assertThat(names("plays/*")).containsExactly("a.yml");
        assertThat(new CatalogueFiles(lab).of(null, "plays/*").values()).containsExactly("a.yml");
        write("services/wiki/plays/b.yml");
        assertThat(names("plays/*")).containsExactly("b.yml");
        assertThat(names("missing/*")).isEmpty();
    }

    @Test
    void filesThatServicesExchangeAreNotOfferedByWayOfTheLab() throws IOException {
        write("services/shop/outputs/id_ed25519");
        write("services/shop/plays/a.yml");
        assertThat(names("services/shop/plays/*")).containsExactly("a.yml");
        assertThat(names("services/shop/outputs/*")).isEmpty();
    }

    @Test
    void manyStarsAreMatchedInTime() throws IOException {
        write("services/wiki/plays/" + "a".repeat(250));
        write("services/wiki/plays/\uD83D\uDE00.yml");
        assertThat(names("plays/" + "*a".repeat(40) + "*b")).isEmpty();
        assertThat(names("plays/\uD83D\uDE00*")).hasSize(1);
        assertThat(names("plays/?.yml")).hasSize(1);
    }

    @Test
    void moreThanCanBeOfferedIsSaid() throws IOException {
        for (int each = 0; each <= InputOptions.MAX; each++) write("services/wiki/many/" + each);
        InputOptions options = new CatalogueFiles(lab).of(new ServiceName("wiki"), "many/*");
        assertThat(options.values()).hasSize(InputOptions.MAX);
        assertThat(options.truncated()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"../*", "/etc/*", "outputs/*", "inputs/*", "a/../../*"})
    void patternThatLeadsElsewhereIsRefused(String glob) {
        assertThatThrownBy(() -> names(glob)).isInstanceOf(Refused.class);
    }
}
