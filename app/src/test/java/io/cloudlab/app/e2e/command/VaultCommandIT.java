package io.cloudlab.app.e2e.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudlab.app.e2e.Api;
import io.cloudlab.app.e2e.RunningServer;
import io.cloudlab.app.e2e.TestLab;
import io.cloudlab.core.testing.Host;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The vault's commands, beside the program whose format they speak. */
class VaultCommandIT {
    private static final String PLAIN = "key: EXAMPLE-KEY\nsnowman: \u2603\n";

    @TempDir
    Path directory;

    private Path file;
    private Path password;

    @BeforeEach
    void write() throws Exception {
        file = directory.resolve("secrets.yml");
        Files.writeString(file, PLAIN);
        password = directory.resolve("password");
        Files.writeString(password, "op\u00e4n sesame\n");
    }

    @Test
    void ansibleVaultReadsWhatWasEncryptedHere() throws Exception {
        requireAnsible();
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));

        vault(0, "encrypt", "--password-file", password.toString(), file.toString());

        assertThat(Files.readString(file))
                .startsWith("$ANSIBLE_VAULT;1.1;AES256\n")
                .doesNotContain("EXAMPLE");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-r-----");
        assertThat(ansibleVault("decrypt", "--output", "-", file.toString())).isEqualTo(PLAIN);

        vault(0, "decrypt", "--password-file", password.toString(), file.toString());
        vault(0, "encrypt", "--label", "lab", "--password-file", password.toString(), file.toString());
        assertThat(Files.readString(file)).startsWith("$ANSIBLE_VAULT;1.2;AES256;lab\n");
        assertThat(ansibleVault("decrypt", "--output", "-", file.toString())).isEqualTo(PLAIN);
        assertThat(Files.list(directory)).hasSize(2);
    }

    @Test
    void whatAnsibleVaultEncryptedIsReadHere() throws Exception {
        requireAnsible();
        ansibleVault("encrypt", file.toString());
        assertThat(Files.readString(file)).startsWith("$ANSIBLE_VAULT;");

        assertThat(vault(0, "view", "--password-file", password.toString(), file.toString()))
                .isEqualTo(PLAIN);
        assertThat(Files.readString(file)).startsWith("$ANSIBLE_VAULT;");
        vault(0, "decrypt", "--password-file", password.toString(), file.toString());
        assertThat(Files.readString(file)).isEqualTo(PLAIN);
    }

    @Test
    void filesGetAnotherPasswordAllOrNone() throws Exception {
        Path second = directory.resolve("second.yml");
        Path other = directory.resolve("other-password");
        Files.writeString(second, "not encrypted");
        Files.writeString(other, "open barley");
        vault(0, "encrypt", "--label", "lab", "--password-file", password.toString(), file.toString());
        byte[] before = Files.readAllBytes(file);
        List<String> rekey = List.of(
                "rekey",
                "--password-file",
                password.toString(),
                "--new-password-file",
                other.toString(),
                file.toString(),
                second.toString());

        assertThat(vault(1, rekey.toArray(String[]::new))).contains("second.yml: It is not encrypted");
        assertThat(file).hasBinaryContent(before);

        Path inTheWay = Files.createDirectories(directory.resolve("full/.second.yml.new/kept"));
        Files.copy(file, directory.resolve("full/second.yml"));
        List<String> blocked = new ArrayList<>(rekey.subList(0, 6));
        blocked.add(directory.resolve("full/second.yml").toString());
        assertThat(vault(1, blocked.toArray(String[]::new))).contains("second.yml");
        assertThat(file).hasBinaryContent(before);
        assertThat(inTheWay).exists();

        vault(0, rekey.subList(0, 6).toArray(String[]::new));
        assertThat(vault(0, "view", "--password-file", other.toString(), file.toString()))
                .isEqualTo(PLAIN);
        assertThat(Files.readString(file)).startsWith("$ANSIBLE_VAULT;1.2;AES256;lab\n");
        assertThat(vault(1, "view", "--password-file", password.toString(), file.toString()))
                .contains("This vault password does not open it")
                .doesNotContain("sesame", "barley");
    }

    @Test
    void fileKeepsItsOwnerAndItsGroup() throws Exception {
        if (Files.getOwner(directory).getName().equals("root")) {
            var users = directory.getFileSystem().getUserPrincipalLookupService();
            Files.getFileAttributeView(file, PosixFileAttributeView.class)
                    .setGroup(users.lookupPrincipalByGroupName("daemon"));
            Files.setOwner(file, users.lookupPrincipalByName("nobody"));
        }
        PosixFileAttributes before = Files.readAttributes(file, PosixFileAttributes.class);
        vault(0, "encrypt", "--password-file", password.toString(), file.toString());
        PosixFileAttributes after = Files.readAttributes(file, PosixFileAttributes.class);

        assertThat(after.owner()).isEqualTo(before.owner());
        assertThat(after.group()).isEqualTo(before.group());
        assertThat(after.fileKey()).isNotEqualTo(before.fileKey());
    }

    @Test
    void whatHasAShortPasswordIsOpenedAndGetsALongerOne() throws Exception {
        requireAnsible();
        Path other = directory.resolve("other-password");
        Files.writeString(other, "open barley");
        Files.writeString(password, "abc\n");
        ansibleVault("encrypt", file.toString());

        assertThat(vault(1, "encrypt", "--password-file", password.toString(), other.toString()))
                .contains("must have 4 to 1024 characters");
        vault(
                0,
                "rekey",
                "--password-file",
                password.toString(),
                "--new-password-file",
                other.toString(),
                file.toString());
        assertThat(vault(0, "view", "--password-file", other.toString(), file.toString()))
                .isEqualTo(PLAIN);
    }

    @Test
    void storedPasswordServesWhileTheServerIsStopped() throws Exception {
        Path data = directory.resolve("data");
        Path lab = TestLab.in(directory.resolve("lab")).path();
        String[] view = {"view", "--data", data.toString(), "--lab", lab.toString(), file.toString()};
        assertThat(vault(1, view)).contains("There is no data directory");
        assertThat(data).doesNotExist();
        try (RunningServer server = RunningServer.on(data, lab).start()) {
            Api admin = Api.setUp(server.address());
            assertThat(admin.put("/api/vault/password", Map.of("password", "op\u00e4n sesame"))
                            .status())
                    .isEqualTo(200);
            assertThat(vault(1, view)).contains("Another server is running");
        }
        vault(0, "encrypt", "--password-file", password.toString(), file.toString());

        assertThat(vault(0, view)).isEqualTo(PLAIN);
    }

    @Test
    void mistakesAreNamed() throws Exception {
        Path missing = directory.resolve("missing");
        Path blank = directory.resolve("blank");
        Files.writeString(blank, " \n");

        assertThat(vault(1, "view", "--password-file", missing.toString(), file.toString()))
                .contains("missing: it does not exist");
        assertThat(vault(1, "view", "--password-file", password.toString(), missing.toString()))
                .contains("missing: it does not exist");
        assertThat(vault(1, "view", "--password-file", password.toString(), file.toString()))
                .contains("It is not encrypted in the format of Ansible Vault");
        assertThat(vault(1, "view", "--password-file", blank.toString(), file.toString()))
                .contains("must have 4 to 1024 characters");
        Files.setPosixFilePermissions(password, PosixFilePermissions.fromString("rwx------"));
        assertThat(vault(1, "view", "--password-file", password.toString(), file.toString()))
                .contains("password: it is executable");
        Files.setPosixFilePermissions(password, PosixFilePermissions.fromString("rw-------"));
        assertThat(vault(1, "view", "--ask", file.toString())).contains("no terminal to ask");
        vault(2, "encrypt", "--password-file", password.toString());
        vault(0, "encrypt", "--password-file", password.toString(), file.toString());
        assertThat(vault(1, "encrypt", "--password-file", password.toString(), file.toString()))
                .contains("It is encrypted already");
    }

    private static void requireAnsible() {
        boolean installed = Files.isExecutable(Path.of("/usr/bin/ansible-vault"));
        Host.require(installed, "ansible-core");
    }

    private String ansibleVault(String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of("ansible-vault"));
        command.addAll(List.of(arguments));
        return run(0, command, Map.of("ANSIBLE_VAULT_PASSWORD_FILE", password.toString(), "LC_ALL", "C.UTF-8"));
    }

    private String vault(int code, String... arguments) throws Exception {
        List<String> command = RunningServer.command("vault");
        command.add(1, "-Dstdout.encoding=UTF-8");
        command.addAll(List.of(arguments));
        return run(code, command, Map.of());
    }

    /** What it prints, errors included. */
    private String run(int code, List<String> command, Map<String, String> environment) throws Exception {
        Path output = Files.createTempFile("cloudlab", ".out");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectInput(Path.of("/dev/null").toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("CLOUDLAB_"));
        builder.environment().putAll(environment);
        Process process = builder.start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        String printed = Files.readString(output);
        assertThat(process.exitValue()).as(printed).isEqualTo(code);
        return printed;
    }
}
