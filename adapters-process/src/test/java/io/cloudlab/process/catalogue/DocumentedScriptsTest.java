package io.cloudlab.process.catalogue;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.cloudlab.core.services.ServiceDefinition;
import io.cloudlab.core.services.input.Script;
import io.cloudlab.process.LabDirectory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What the documentation shows of scripts is understood as a whole. */
class DocumentedScriptsTest {
    private static final Path DOCS = Path.of("..", "docs");
    private static final Pattern BLOCK = Pattern.compile("```yaml\n(.*?)```", Pattern.DOTALL);

    @Test
    void everyExampleIsReadWithoutAWarning() throws Exception {
        Matcher block = BLOCK.matcher(Files.readString(DOCS.resolve("scripts.md")));
        int examples = 0;
        for (; block.find(); examples++) {
            List<String> warnings = new ArrayList<>();
            List<Script> scripts = CatalogueScripts.read(block.group(1).getBytes(UTF_8), FileLookup.ANYWHERE, warnings)
                    .scripts();
            assertThat(warnings).as(block.group(1)).isEmpty();
            assertThat(scripts).allMatch(Script::runnable);
        }
        assertThat(examples).isGreaterThan(4);
    }

    @Test
    void everyKeyOfAScriptAndOfAnInputIsExplained() throws Exception {
        String page = Files.readString(DOCS.resolve("scripts.md"));
        for (var table : List.of(ScriptsTable.SCRIPT, ScriptsTable.INPUT, ScriptsTable.ROOT))
            assertThat(table.keys()).allMatch(key -> page.contains(key.name() + ":"));
        assertThat(ScriptsTable.TYPES.words()).allMatch(type -> page.contains("`" + type.word() + "`"));
    }

    @Test
    void everyConversionIsRunnableWithoutAWarning() {
        List<ServiceDefinition> services =
                LabDirectory.at(DOCS.resolve("conversions")).catalogue().services();
        assertThat(services)
                .extracting(service -> service.name().value())
                .containsExactly("from-awx", "from-compose", "from-make", "from-rundeck", "from-semaphore");
        assertThat(services).allMatch(service -> service.warnings().isEmpty());
        assertThat(services).flatExtracting(ServiceDefinition::scripts).allMatch(Script::runnable);
    }
}
