package io.cloudlab.app.e2e.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudlab.app.e2e.Api;
import io.cloudlab.app.e2e.RunningServer;
import io.cloudlab.app.e2e.TestLab;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command that says what is wrong, and how to mend it. */
class DoctorIT {
    @TempDir
    Path directory;

    private Path data;
    private Path lab;

    @BeforeEach
    void places() throws Exception {
        data = directory.resolve("data");
        lab = directory.resolve("lab");
        TestLab.in(lab);
    }

    @Test
    void wellServerIsWellBeforeItsFirstStartWhileItRunsAndAfterwards() throws Exception {
        assertThat(doctor(0, Map.of())).contains("the first start makes it").doesNotContain("failed");
        assertThat(data).doesNotExist();
        try (RunningServer server = RunningServer.on(data, lab).start()) {
            Api.setUp(server.address());
            assertThat(doctor(0, Map.of()))
                    .contains("used by the running server")
                    .doesNotContain("failed");
            assertThat(new Api(server.address(), "").get("/health").status()).isEqualTo(200);
        }
        List<String> before = contents();

        assertThat(doctor(0, Map.of()))
                .contains("The master key opens what is sealed in the database", "ok       disk", "ok       locale");

        assertThat(contents()).as("nothing is changed").isEqualTo(before);
    }

    @Test
    void everyFaultIsNamedWithItsRemedy() throws Exception {
        RunningServer.on(data, lab).start().close();
        Files.setPosixFilePermissions(data, PosixFilePermissions.fromString("rwxr-xr-x"));
        byte[] key = Files.readAllBytes(data.resolve("master.key"));

        Files.delete(data.resolve("master.key"));
        assertThat(doctor(1, Map.of("LC_ALL", "C")))
                .contains("master.key is missing", "-> Put the key back")
                .contains("ok       locale") // the program has started itself again with one of UTF-8
                .contains("warning  data", "-> chmod 700");

        Files.writeString(data.resolve("master.key"), "Zm9yZWlnbmZvcmVpZ25mb3JlaWduZm9yZWlnbmZvcmVpZ24=");
        assertThat(doctor(1, Map.of())).contains("failed   key", "is damaged");
        Files.writeString(data.resolve("master.key"), "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=");
        assertThat(doctor(1, Map.of())).contains("The master key is not the one of this database");
        Files.write(data.resolve("master.key"), key);

        assertThat(doctor(1, Map.of("CLOUDLAB_MIN_FREE_DISK", "99")))
                .contains("failed   disk", "-> New jobs are refused");
        assertThat(doctor(1, Map.of("CLOUDLAB_DATABASE_URL", "jdbc:postgresql://127.0.0.1:1/none")))
                .contains("failed   database", "no connection to its server", "CLOUDLAB_DATABASE_URL");
        Files.setLastModifiedTime(
                data.resolve("database.mark"), FileTime.from(Instant.now().plus(Duration.ofHours(2))));
        assertThat(doctor(1, Map.of())).contains("failed   clock", "-> Set it");
        Files.writeString(data.resolve("cloudlab.mv.db"), "junk");
        assertThat(doctor(1, Map.of())).contains("failed   database", "-> Put a backup");
    }

    @Test
    void mailServerThatCannotBeReachedAndMissingProgramsAreTold() throws Exception {
        int closed;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            closed = socket.getLocalPort();
        }
        assertThat(doctor(
                        1,
                        Map.of(
                                "CLOUDLAB_SMTP_HOST",
                                "127.0.0.1",
                                "CLOUDLAB_SMTP_PORT",
                                String.valueOf(closed),
                                "CLOUDLAB_SMTP_FROM",
                                "lab@example.org")))
                .contains("failed   mail", "cannot be reached");

        assertThat(doctor(1, Map.of("PATH", directory.toString())))
                .contains("failed   bash", "-> Install bash", "warning  ansible", "warning  ssh");
    }

    private List<String> contents() throws IOException {
        try (Stream<Path> files = Files.walk(data)) {
            List<String> found = new ArrayList<>();
            for (Path file : files.sorted().toList()) {
                boolean plain = Files.isRegularFile(file);
                found.add(file + " " + (plain ? Files.size(file) + " " + Files.getLastModifiedTime(file) : ""));
            }
            return found;
        }
    }

    private String doctor(int code, Map<String, String> environment) throws Exception {
        List<String> command = RunningServer.command("doctor");
        command.addAll(List.of("--data", data.toString(), "--lab", lab.toString()));
        Path output = directory.resolve("printed");
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("CLOUDLAB_"));
        builder.environment().put("LC_ALL", "C.UTF-8");
        builder.environment().put("CLOUDLAB_MIN_FREE_DISK", "0");
        builder.environment().putAll(environment);
        Process process = builder.start();
        assertThat(process.waitFor(90, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(Files.readString(output)).isEqualTo(code);
        return Files.readString(output);
    }
}
