package io.cloudlab.ssh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.cloudlab.core.terminal.shell.CannotConnect;
import io.cloudlab.core.terminal.shell.HostKeyChanged;
import io.cloudlab.core.terminal.shell.RemoteShell.Request;
import io.cloudlab.core.terminal.shell.ServerKey;
import io.cloudlab.core.terminal.shell.Shell;
import io.cloudlab.core.terminal.shell.ShellLogin;
import io.cloudlab.core.terminal.shell.ShellUser;
import io.cloudlab.core.terminal.shell.WindowSize;
import io.cloudlab.core.testing.Eventually;
import io.cloudlab.core.testing.OpenSshServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import net.schmizz.sshj.common.SecurityUtils;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Against OpenSSH itself. */
@Tag("slow")
class SshjShellsTest {
    private static final int UNREAD = 128 * 1024;

    @TempDir
    Path directory;

    private final SshjShells shells = new SshjShells();
    private final Printed printed = new Printed();
    private @Nullable OpenSshServer server;

    @BeforeEach
    void start() {
        server = OpenSshServer.start(directory.resolve("ssh"));
    }

    @AfterEach
    void stop() {
        shells.close();
        if (server != null) server.close();
    }

    private Request request(Path key, @Nullable ServerKey pinned) throws IOException {
        return request(Files.readAllBytes(key), pinned);
    }

    private Request request(byte[] key, @Nullable ServerKey pinned) {
        ShellLogin login = new ShellLogin("127.0.0.1", server.port(), new ShellUser(OpenSshServer.user()), key);
        return new Request(login, pinned, new WindowSize(80, 24), UNREAD);
    }

    private Shell open() throws IOException {
        return shells.open(request(server.clientKey(), null), printed);
    }

    private static void type(Shell shell, String text) {
        shell.write(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void shellTakesWhatIsTypedAndPrintsWhatComesOfIt() throws IOException {
        try (Shell shell = open()) {
            type(shell, "echo $TERM-$((40+2))-ünïcode\n");
            printed.await("xterm-256color-42-ünïcode");
            type(shell, "exit 7\n");

            assertThat(printed.awaitEnd()).isEqualTo(new Printed.End(7, true));
        }
    }

    @Test
    void javasOwnProvidersEncrypt() throws Exception {
        open().close();

        assertThat(SecurityUtils.getCipher("AES/GCM/NoPadding").getProvider().getName())
                .isEqualTo("SunJCE");
    }

    @Test
    void windowHasTheSizeItWasGivenAndIsGivenLater() throws IOException {
        try (Shell shell = open()) {
            type(shell, "stty size; echo first\n");
            printed.await("24 80\r\nfirst");
            shell.resize(new WindowSize(1_000, 1));
            type(shell, "stty size; echo second\n");
            printed.await("1 1000\r\nsecond");
        }
    }

    @Test
    void serverStopsWhereNobodyReadsAndGoesOnWhenSomebodyDoes() throws IOException {
        try (Shell shell = open()) {
            type(shell, "stty -echo; head -c 1000000 /dev/zero | tr '\\0' x; echo; echo all-of-it\n");
            Eventually.until("the window is full", () -> printed.size() > UNREAD - 33 * 1024);
            int stopped = printed.size();
            assertThat(stopped).isLessThanOrEqualTo(UNREAD);

            int[] allowed = {0};
            Eventually.until("everything has come", () -> {
                int news = printed.size() - allowed[0];
                allowed[0] += news;
                if (news > 0) shell.taken(news);
                return printed.text().contains("all-of-it");
            });
        }
    }

    @Test
    void endOfTheServerEndsTheShell() throws IOException {
        try (Shell shell = open()) {
            type(shell, "echo $((1+1))up\n");
            printed.await("2up");
            server.stop();

            assertThat(printed.awaitEnd()).isEqualTo(new Printed.End(null, false));
            type(shell, "nobody hears this\n");
            shell.resize(new WindowSize(90, 30));
            shell.taken(1);
        }
    }

    @Test
    void serverThatIsFrozenIsGivenUpAndOneThatIsOnlyQuietIsNot() throws Exception {
        SshjShells impatient = new SshjShells(Duration.ofSeconds(20), Duration.ofSeconds(1));
        try (Shell shell = impatient.open(request(server.clientKey(), null), printed)) {
            await().atMost(Duration.ofSeconds(40)).during(Duration.ofSeconds(5)).until(() -> !printed.hasEnded());
            type(shell, "echo $((1+1))up\n");
            printed.await("2up");

            server.freeze();
            type(shell, "nobody hears this\n");

            assertThat(printed.awaitEnd()).isEqualTo(new Printed.End(null, false));
        } finally {
            impatient.close();
        }
    }

    @Test
    void closedShellLeavesNothingOnTheServer() throws IOException {
        Shell shell = open();
        type(shell, "echo $((1+1))up\n");
        printed.await("2up");
        assertThat(server.sessions()).isNotEmpty();

        shell.close();
        shell.close();

        assertThat(printed.awaitEnd().orderly()).isFalse();
        Eventually.until("the session is gone", () -> server.sessions().isEmpty());
    }

    @Test
    void keyThatWasPinnedMustBeShownAgain() throws IOException {
        ServerKey key;
        try (Shell shell = open()) {
            key = shell.serverKey();
        }
        assertThat(key.algorithm()).isEqualTo("ssh-ed25519");
        assertThat(Files.readString(directory.resolve("ssh/host_key.pub"))).startsWith("ssh-ed25519 " + key.encoded());
        Request pinned = request(server.clientKey(), key);
        shells.open(pinned, new Printed()).close();

        server.changeHostKey();

        assertThatThrownBy(() -> shells.open(pinned, new Printed()))
                .isInstanceOfSatisfying(
                        HostKeyChanged.class,
                        changed -> assertThat(changed.shown()).isNotEqualTo(key));
        Eventually.until("the server has nobody left", () -> server.sessions().isEmpty());
    }

    @Test
    void serverWithSeveralKeysIsAskedForTheOneThatIsKnown() throws IOException {
        OpenSshServer.makeKey(directory.resolve("rsa_key"), "rsa", "-b", "3072");
        String rsa = Files.readString(directory.resolve("rsa_key.pub")).split(" ")[1];
        ServerKey known = new ServerKey("ssh-rsa", rsa);
        server.close();
        server = OpenSshServer.start(
                directory.resolve("ssh"),
                "HostKey " + directory.resolve("rsa_key").toAbsolutePath());

        try (Shell shell = shells.open(request(server.clientKey(), known), printed)) {
            assertThat(shell.serverKey()).isEqualTo(known);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Ciphers chacha20-poly1305@openssh.com",
                "Ciphers aes256-gcm@openssh.com",
                "Ciphers aes256-ctr\nMACs hmac-sha2-512",
                "KexAlgorithms ecdh-sha2-nistp521",
                "KexAlgorithms diffie-hellman-group14-sha256",
                "HostKeyAlgorithms ecdsa-sha2-nistp256"
            })
    void everyStrongAlgorithmIsSpoken(String setting) throws IOException {
        OpenSshServer.makeKey(directory.resolve("ecdsa_key"), "ecdsa");
        server.close();
        server = OpenSshServer.start(
                directory.resolve("ssh"),
                "HostKey " + directory.resolve("ecdsa_key").toAbsolutePath(),
                setting);

        try (Shell shell = open()) {
            type(shell, "echo $((1+1))in\n");
            printed.await("2in");
        }
    }

    @ParameterizedTest
    @CsvSource({"ed25519, OPENSSH", "ecdsa, OPENSSH", "rsa, OPENSSH", "rsa, PEM", "ecdsa, PKCS8", "rsa, PKCS8"})
    void keysOfEveryUsualKindLetIn(String type, String format) throws IOException {
        Path key = directory.resolve("key");
        if (format.equals("OPENSSH")) OpenSshServer.makeKey(key, type);
        else OpenSshServer.makeKey(key, type, "-m", format);
        server.close();
        server = OpenSshServer.start(directory.resolve("ssh"));
        Files.copy(
                directory.resolve("key.pub"),
                directory.resolve("ssh/client_key.pub"),
                java.nio.file.StandardCopyOption.REPLACE_EXISTING);

        try (Shell shell = shells.open(request(key, null), printed)) {
            type(shell, "echo $((1+1))in\n");
            printed.await("2in");
        }
    }

    @Test
    void wrongKeyIsRefused() {
        Path other = directory.resolve("other");
        OpenSshServer.makeKey(other, "ed25519");

        assertThatThrownBy(() -> shells.open(request(other, null), printed))
                .isInstanceOfSatisfying(
                        CannotConnect.class,
                        refused -> assertThat(refused.code()).isEqualTo("login-refused"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "nonsense", "-----BEGIN OPENSSH PRIVATE KEY-----\nAAAA\n-----END OPENSSH PRIVATE KEY-----\n"
            })
    void whatIsNoKeyIsRefusedBeforeAnybodyIsAsked(String text) {
        assertThatThrownBy(() -> shells.open(request(text.getBytes(StandardCharsets.UTF_8), null), printed))
                .isInstanceOfSatisfying(
                        CannotConnect.class,
                        refused -> assertThat(refused.code()).isEqualTo("bad-key"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "KexAlgorithms diffie-hellman-group1-sha1,diffie-hellman-group14-sha1",
                "Ciphers aes128-cbc,3des-cbc",
                "HostKeyAlgorithms ssh-rsa",
                "MACs hmac-sha1,hmac-md5-etm@openssh.com\nCiphers aes128-ctr"
            })
    void openSshWithNothingButWeakAlgorithmsIsRefused(String setting) throws IOException {
        OpenSshServer.makeKey(directory.resolve("rsa_key"), "rsa");
        server.close();
        server = OpenSshServer.start(
                directory.resolve("ssh"),
                "HostKey " + directory.resolve("rsa_key").toAbsolutePath(),
                setting);

        assertThatThrownBy(() -> open())
                .isInstanceOfSatisfying(
                        CannotConnect.class,
                        refused -> assertThat(refused.code()).isEqualTo("weak-server"));
        Eventually.until("the server has nobody left", () -> server.sessions().isEmpty());
    }
}
