package io.cloudlab.process.catalogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.cloudlab.core.services.ServiceDefinition;
import io.cloudlab.core.services.input.InputType;
import io.cloudlab.core.services.input.Script;
import io.cloudlab.core.services.input.ScriptFile;
import io.cloudlab.core.services.input.ScriptInput;
import io.cloudlab.process.LabDirectory;
import io.cloudlab.process.yaml.YamlReader;
import io.cloudlab.process.yaml.YamlValue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The lab directory that comes with the server: it is declared without mistakes, and it runs. */
@Tag("slow")
class LabCatalogueSamplesTest {
    private static final Path SAMPLES = Path.of("..", "cloudlab");

    @TempDir
    private Path lab;

    private record Ended(int code, List<String> lines) {}

    @BeforeEach
    void copyTheSamples() throws IOException {
        try (Stream<Path> files = Files.walk(SAMPLES)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path relative = SAMPLES.relativize(file);
                if (relative.toString().contains("outputs/")) continue;
                Files.createDirectories(lab.resolve(relative).getParent());
                Files.copy(file, lab.resolve(relative));
            }
        }
    }

    private Ended run(String service, String script, Map<String, String> environment) throws Exception {
        Path output = lab.resolve("output");
        ProcessBuilder bash = new ProcessBuilder("bash", script)
                .directory(lab.resolve("services").resolve(service).toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .redirectInput(Path.of("/dev/null").toFile());
        bash.environment().clear();
        bash.environment()
                .putAll(Map.of("PATH", "/usr/local/bin:/usr/bin:/bin", "HOME", lab.toString(), "LC_ALL", "C.UTF-8"));
        bash.environment().putAll(environment);
        Process process = bash.start();
        assertThat(process.waitFor(50, TimeUnit.SECONDS)).isTrue();
        return new Ended(process.exitValue(), Files.readAllLines(output));
    }

    private static boolean isInstalled(String program) {
        return Stream.of(System.getenv("PATH").split(":")).anyMatch(bin -> Files.isExecutable(Path.of(bin, program)));
    }

    @Test
    void everySampleIsDeclaredWithoutMistakes() {
        var catalogue = LabDirectory.at(lab).catalogue();
        List<ServiceDefinition> services = catalogue.services();

        assertThat(services)
                .extracting(service -> service.name().value())
                .containsExactly("ansible-local", "hello", "jump-host", "site-report", "static-site", "test-ubuntu");
        for (ServiceDefinition service : services) {
            assertThat(service.warnings()).isEmpty();
            assertThat(service.script("deploy")).map(Script::file).contains("deploy.sh");
            assertThat(service.scripts())
                    .allMatch(script -> catalogue.scriptFile(service.name(), script.file()) == ScriptFile.PRESENT);
        }
        assertThat(services.stream()
                        .flatMap(service -> service.scripts().stream())
                        .flatMap(script -> script.inputs().stream())
                        .map(ScriptInput::type))
                .contains(InputType.values());
    }

    @Test
    void helloPublishesItsOutputs() throws Exception {
        Ended ended = run("hello", "deploy.sh", Map.of());

        assertThat(ended.code()).isZero();
        assertThat(ended.lines())
                .contains("--- Done ---")
                .anyMatch(line -> line.matches("DEPLOYMENT_ID=hello-[0-9TZ]+"));
        YamlValue outputs =
                YamlReader.read(Files.readAllBytes(lab.resolve("services/hello/outputs/service_outputs.yaml")));
        assertThat(String.valueOf(outputs.plain())).contains("name=greeting", "type=text");
    }

    @Test
    void valuesAreOnlyEverText() throws Exception {
        Ended ended = run(
                "hello",
                "greet.sh",
                Map.of(
                        "INPUT_NAME",
                        "$(touch pwned) `id`",
                        "INPUT_TIMES",
                        "2",
                        "INPUT_LOUD",
                        "false",
                        "INPUT_TAGS",
                        "a b,*",
                        "INPUT_MESSAGE",
                        "one\n-n %s \\n",
                        "INPUT_TOKEN",
                        "s3cr3t"));

        assertThat(ended)
                .isEqualTo(new Ended(
                        0,
                        List.of(
                                "--- Greeting ---",
                                "Hello, $(touch pwned) `id`!",
                                "Hello, $(touch pwned) `id`!",
                                "Tag: a b",
                                "Tag: *",
                                "--- Message ---",
                                "one",
                                "-n %s \\n",
                                "--- Token ---",
                                "The token has 6 characters: s3cr3t")));
    }

    @Test
    void failEndsWithTheCodeItIsAskedFor() throws Exception {
        assertThat(run("hello", "fail.sh", Map.of("INPUT_CODE", "42")).code()).isEqualTo(42);
        assertThat(run("hello", "fail.sh", Map.of("INPUT_CODE", "x;id")).code()).isEqualTo(2);
    }

    @Test
    void siteReportPrintsALineForEveryPageTwice() throws Exception {
        Ended ended =
                run("site-report", "deploy.sh", Map.of("INPUT_PAGES", "40", "INPUT_PACE", "0", "INPUT_TITLE", "<b>&"));

        assertThat(ended.code()).isZero();
        assertThat(ended.lines()).filteredOn(line -> line.startsWith("[")).hasSize(80);
        assertThat(ended.lines()).anyMatch(line -> line.matches("DEPLOYMENT_ID=site-report-[0-9TZ]+"));
        assertThat(lab.resolve("services/site-report/outputs/report.html"))
                .content()
                .contains("<h1>&lt;b&gt;&amp;</h1>", "40 pages, 78 links, 0 of them broken");
    }

    @Test
    void ansibleLocalRunsItsPlaybook() throws Exception {
        boolean installed = isInstalled("ansible-playbook");
        if (!"true".equals(System.getenv("CI"))) assumeTrue(installed, "ansible-playbook is not installed");

        Ended ended = run("ansible-local", "deploy.sh", Map.of("INPUT_MESSAGE", "{{ lookup('pipe', 'id') }}"));

        assertThat(ended.lines()).anyMatch(line -> line.contains("DEPLOYMENT_ID=ansible-local-"));
        assertThat(ended.code()).isZero();
        assertThat(lab.resolve("services/ansible-local/outputs/machine.md"))
                .content()
                .contains("{{ lookup('pipe', 'id') }}");
    }

    @Test
    void ansibleLocalSaysWhatIsMissing() throws Exception {
        Path bin = Files.createDirectories(lab.resolve("bin"));
        Files.createSymbolicLink(bin.resolve("bash"), Path.of("/bin/bash"));

        Ended ended = run("ansible-local", "deploy.sh", Map.of("PATH", bin.toString()));

        assertThat(ended.code()).isEqualTo(127);
        assertThat(ended.lines())
                .singleElement()
                .asString()
                .startsWith("ansible-playbook is not installed on this machine.");
    }
}
