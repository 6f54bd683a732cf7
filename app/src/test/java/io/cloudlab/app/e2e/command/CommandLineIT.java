package io.cloudlab.app.e2e.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudlab.app.e2e.Api;
import io.cloudlab.app.e2e.RunningServer;
import io.cloudlab.app.e2e.TestLab;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Accounts are looked after from the command line while the server is stopped. */
class CommandLineIT {
    @TempDir
    Path directory;

    private Path data;
    private String lastAddress;

    @BeforeEach
    void places() throws Exception {
        data = directory.resolve("data");
        TestLab.in(directory.resolve("lab"));
        try (RunningServer server =
                RunningServer.on(data, directory.resolve("lab")).start()) {
            Api.setUp(server.address());
            lastAddress = server.address().toString();
        }
    }

    @Test
    void accountIsCreatedListedAndEnteredThroughItsLink() throws Exception {
        String link = run(0, "create", "mira", "--email", "mira@lab.test", "--role", "super-admin")
                .strip();

        assertThat(link).startsWith(lastAddress + "/#accept-invite-");
        assertThat(run(0, "list"))
                .contains("admin\t-\tactive\tsuper-admin")
                .contains("mira\tmira@lab.test\tinvited\tsuper-admin");
        try (RunningServer server =
                RunningServer.on(data, directory.resolve("lab")).start()) {
            String token = link.substring(link.lastIndexOf("invite-") + "invite-".length());
            assertThat(new Api(server.address(), "")
                            .post("/api/auth/invite/" + token, Map.of("password", "a good passphrase"))
                            .status())
                    .isEqualTo(200);
        }
    }

    @Test
    void passwordIsResetThroughALink() throws Exception {
        String link = run(0, "reset-password", "ADMIN").strip();
        try (RunningServer server =
                RunningServer.on(data, directory.resolve("lab")).start()) {
            String token = link.substring(link.lastIndexOf("password-") + "password-".length());
            Api nobody = new Api(server.address(), "");
            assertThat(nobody.post("/api/auth/password-reset/" + token, Map.of("password", "a good passphrase"))
                            .status())
                    .isEqualTo(200);
            Api.signIn(server.address(), "admin", "a good passphrase");
        }
    }

    @Test
    void rolesAreShownAndReplacedWithinTheRules() throws Exception {
        run(0, "create", "mira", "--email", "mira@lab.test");

        assertThat(run(0, "roles", "mira")).isEmpty();
        assertThat(run(0, "roles", "mira", "super-admin")).isEqualTo("super-admin\n");
        assertThat(run(1, "roles", "mira", "nobodys")).contains("There is no role nobodys; there are: super-admin.");
        assertThat(run(1, "roles", "nobody")).contains("no such user");
        assertThat(run(1, "create", "mira", "--email", "other@lab.test")).contains("already exists");
    }

    @Test
    void runningServerIsNotDisturbed() throws Exception {
        try (RunningServer server =
                RunningServer.on(data, directory.resolve("lab")).start()) {
            assertThat(run(1, "list")).contains("Another server is running on the data directory " + data);
            assertThat(new Api(server.address(), "").get("/health").status()).isEqualTo(200);
        }
    }

    @Test
    void mistypedDirectoryIsNamedAndNotBegun() throws Exception {
        Path mistyped = directory.resolve("dada");
        for (String[] arguments : new String[][] {{"list"}, {"reset-password", "admin"}, {"roles", "admin"}})
            assertThat(run(mistyped, 1, arguments)).contains("There is no data directory " + mistyped + ".");
        assertThat(mistyped).doesNotExist();
    }

    @Test
    void helpAndVersionAreCommands() throws Exception {
        assertThat(printed(0, RunningServer.command("help"))).contains("serve", "user", "vault");
        String version = printed(0, RunningServer.command("--version")).strip();
        try (RunningServer server =
                RunningServer.on(data, directory.resolve("lab")).start()) {
            assertThat(version)
                    .isEqualTo("CloudLab Manager "
                            + new Api(server.address(), "").get("/health").text("/version"));
            assertThat(server.log()).contains(version + " listens at " + server.address());
        }
    }

    private String run(int code, String... arguments) throws Exception {
        return run(data, code, arguments);
    }

    /** What it prints, errors included. */
    private String run(Path data, int code, String... arguments) throws Exception {
        List<String> command = RunningServer.command("user");
        command.addAll(List.of(arguments));
        command.addAll(List.of(
                "--data", data.toString(), "--lab", directory.resolve("lab").toString()));
        return printed(code, command);
    }

    private String printed(int code, List<String> command) throws Exception {
        Path output = directory.resolve("printed");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(Files.readString(output)).isEqualTo(code);
        return Files.readString(output);
    }
}
