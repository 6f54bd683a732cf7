package io.cloudlab.app.vultr;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A copy of this repository's lab directory whose cloud is an emulator, and what is run in it by hand. */
public final class SampleLab {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Path ORIGINAL = Path.of("..", "cloudlab");

    private final Path path;
    private final Path scratch;
    private final Map<String, String> environment = new LinkedHashMap<>();

    /** What came of a run: its exit code, everything it printed, and the events of its playbooks. */
    public record Run(int code, String output, List<JsonNode> events) {
        /** The totals of a host in the last playbook that had it. */
        public Optional<JsonNode> totals(String host) {
            return events.stream()
                    .filter(event -> event.path("ev").asText().equals("stats"))
                    .map(event -> event.path("hosts").path(host))
                    .filter(JsonNode::isObject)
                    .reduce((first, second) -> second);
        }
    }

    private SampleLab(Path path, Path scratch) {
        this.path = path;
        this.scratch = scratch;
    }

    /** Copies the lab below a directory, which takes what the runs leave too. */
    public static SampleLab in(Path directory, VultrEmulator cloud) throws IOException {
        Path path = directory.resolve("a lab");
        Path scratch = Files.createDirectories(directory.resolve("s"));
        try (Stream<Path> files = Files.walk(ORIGINAL)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path relative = ORIGINAL.relativize(file);
                if (isLeftBehind(relative)) continue;
                Path copy = path.resolve(relative);
                Files.createDirectories(copy.getParent());
                Files.copy(file, copy, java.nio.file.StandardCopyOption.COPY_ATTRIBUTES);
            }
        }
        SampleLab lab = new SampleLab(path, scratch);
        lab.use(cloud);
        return lab;
    }

    private static boolean isLeftBehind(Path relative) {
        List<String> left = List.of("outputs", "inventory", "__pycache__");
        for (Path name : relative) if (left.contains(name.toString())) return true;
        return relative.endsWith("secrets.yml");
    }

    private void use(VultrEmulator cloud) throws IOException {
        settings(cloud, 0);
        write("vault/secrets.yml", "vultr_api_key: " + VultrEmulator.KEY + "\n");
        try (Stream<Path> services = Files.list(path.resolve("services"))) {
            for (Path service : services.toList()) {
                Path file = service.resolve("instance.yaml");
                if (Files.exists(file))
                    Files.writeString(
                            file,
                            "ssh_user: " + cloud.sshUser() + "\nssh_port: " + cloud.sshPort() + "\n",
                            StandardOpenOption.APPEND);
            }
        }
    }

    /** How patient the playbooks are: so many retries of a request, with hardly a pause. */
    public void settings(VultrEmulator cloud, int retrySeconds) throws IOException {
        write(
                "cloud.yaml",
                "vultr_api_endpoint: " + cloud.endpoint()
                        + "\nvultr_poll_seconds: 0\nvultr_polls: 20\nvultr_retries: 4\nvultr_retry_seconds: "
                        + retrySeconds + "\n");
    }

    public Path path() {
        return path;
    }

    public Path outputs(String service) {
        return path.resolve("services").resolve(service).resolve("outputs");
    }

    public void write(String file, String content) throws IOException {
        Path target = path.resolve(file);
        Files.createDirectories(target.getParent());
        Files.writeString(target, content);
    }

    public String read(String file) throws IOException {
        return Files.readString(path.resolve(file));
    }

    public String mode(String file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path.resolve(file)));
    }

    /** Sets a variable of the environment for the runs to come. */
    public SampleLab with(String variable, String value) {
        environment.put(variable, value);
        return this;
    }

    /** Runs a playbook of the lab as the server does: the values are data, never templates. */
    public Run play(String playbook, Map<String, String> variables) throws IOException {
        Path file = scratch.resolve("variables.json");
        Map<String, Object> marked = new LinkedHashMap<>();
        variables.forEach((name, value) -> marked.put(name, Map.of("__ansible_unsafe", value)));
        Files.write(file, JSON.writeValueAsBytes(marked));
        return run(path, "ansible-playbook", "-i", "localhost,", "-e", "@" + file, playbook);
    }

    /** Runs a script of a service. Inputs are pairs of name and value. */
    public Run script(String service, String script, String... inputs) throws IOException {
        for (int i = 0; i < inputs.length; i += 2) with("INPUT_" + inputs[i], inputs[i + 1]);
        return run(path.resolve("services").resolve(service), "bash", script);
    }

    /** The variables of each host, as a play sees them. */
    public JsonNode hosts(String inventory) throws IOException {
        Path out = scratch.resolve("hosts.json");
        write("show.yaml", """
                - hosts: all
                  gather_facts: false
                  connection: local
                  vars:
                    ansible_python_interpreter: "{{ ansible_playbook_python }}"
                  tasks:
                    - copy:
                        dest: %s
                        content: "{{ dict(ansible_play_hosts | zip(ansible_play_hosts | map('extract', hostvars))) | to_json }}"
                      run_once: true
                """.formatted(out));
        Run run = run(path, "ansible-playbook", "-i", inventory, "show.yaml");
        if (run.code() != 0) throw new IllegalStateException(run.output());
        return JSON.readTree(out.toFile());
    }

    public Run run(Path directory, String... command) throws IOException {
        Path output = scratch.resolve("output");
        Path events = scratch.resolve("events");
        Files.deleteIfExists(events);
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectInput(Path.of("/dev/null").toFile())
                .redirectOutput(output.toFile());
        Map<String, String> variables = builder.environment();
        variables.keySet().retainAll(List.of("PATH"));
        variables.put("HOME", scratch.toString());
        variables.put("LC_ALL", "C.UTF-8");
        variables.put("ANSIBLE_CONFIG", path.resolve("ansible.cfg").toString());
        variables.put("ANSIBLE_LOCAL_TEMP", scratch.toString());
        variables.put("ANSIBLE_SSH_CONTROL_PATH_DIR", scratch.toString());
        variables.put("CLM_EVENTS_FILE", events.toString());
        variables.putAll(environment);
        int code = ended(builder.start(), Arrays.toString(command), output);
        return new Run(code, Files.readString(output), events(events));
    }

    private static int ended(Process process, String command, Path output) throws IOException {
        try {
            if (process.waitFor(5, TimeUnit.MINUTES)) return process.exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        throw new IllegalStateException(command + " does not end: " + Files.readString(output));
    }

    private static List<JsonNode> events(Path file) throws IOException {
        List<JsonNode> events = new ArrayList<>();
        if (Files.notExists(file)) return events;
        for (String line : Files.readAllLines(file)) {
            try {
                events.add(JSON.readTree(line));
            } catch (IOException e) {
                throw new UncheckedIOException(line, e);
            }
        }
        return events;
    }
}
