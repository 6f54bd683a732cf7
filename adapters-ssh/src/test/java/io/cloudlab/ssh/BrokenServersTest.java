package io.cloudlab.ssh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cloudlab.core.terminal.shell.CannotConnect;
import io.cloudlab.core.terminal.shell.RemoteShell.Request;
import io.cloudlab.core.terminal.shell.ShellLogin;
import io.cloudlab.core.terminal.shell.ShellUser;
import io.cloudlab.core.terminal.shell.WindowSize;
import io.cloudlab.core.testing.DeafPort;
import io.cloudlab.core.testing.Eventually;
import io.cloudlab.core.testing.OpenSshServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.apache.sshd.common.NamedFactory;
import org.apache.sshd.common.cipher.BuiltinCiphers;
import org.apache.sshd.common.io.IoSession;
import org.apache.sshd.common.kex.BuiltinDHFactories;
import org.apache.sshd.common.kex.KexProposalOption;
import org.apache.sshd.server.ServerBuilder;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.keyprovider.SimpleGeneratorHostKeyProvider;
import org.apache.sshd.server.session.ServerSessionImpl;
import org.apache.sshd.server.session.SessionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/** Servers that are weak, silent, or talk without end. */
@Tag("slow")
@Isolated("counts the threads of connections")
class BrokenServersTest {
    @TempDir
    Path directory;

    private final SshjShells shells = new SshjShells();

    /** For servers that are to be given up. */
    private final SshjShells hasty = new SshjShells(Duration.ofMillis(1_500), Duration.ofSeconds(15));

    private byte[] key = {};

    /** What a server does with a connection. */
    private interface Talk {
        void to(Socket client) throws IOException;
    }

    /** Sessions of a server as it was before strict key exchange was thought of. */
    private static final class LaxSessions extends SessionFactory {
        LaxSessions(SshServer server) {
            super(server);
        }

        @Override
        protected ServerSessionImpl doCreateSession(IoSession connection) throws Exception {
            return new ServerSessionImpl(getServer(), connection) {
                @Override
                protected Map<KexProposalOption, String> doStrictKexProposal(Map<KexProposalOption, String> proposal) {
                    return proposal;
                }
            };
        }
    }

    @BeforeEach
    void makeKey() throws IOException {
        OpenSshServer.makeKey(directory.resolve("key"), "ed25519");
        key = Files.readAllBytes(directory.resolve("key"));
    }

    @AfterEach
    void nothingIsLeft() {
        shells.close();
        hasty.close();
        Eventually.until(
                "the connection's threads have ended", () -> sshThreads().isEmpty());
    }

    private static Set<String> sshThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.startsWith("sshj"))
                .collect(Collectors.toSet());
    }

    private String codeAt(int port) {
        return codeAt(port, shells);
    }

    private String codeAt(int port, SshjShells through) {
        Request request = new Request(
                new ShellLogin("127.0.0.1", port, new ShellUser("mira"), key), null, WindowSize.USUAL, 65_536);
        try {
            through.open(request, new Printed()).close();
            return "opened";
        } catch (CannotConnect e) {
            return e.code();
        }
    }

    private String codeOf(Talk talk) throws IOException {
        return codeOf(talk, shells);
    }

    private String codeOf(Talk talk, SshjShells through) throws IOException {
        try (ServerSocket server = new ServerSocket(0, 8, InetAddress.getLoopbackAddress())) {
            Thread thread = new Thread(() -> {
                try (Socket client = server.accept()) {
                    talk.to(client);
                } catch (IOException e) {
                    // the client hung up
                }
            });
            thread.start();
            return codeAt(server.getLocalPort(), through);
        }
    }

    private SshServer mina() {
        SshServer server = SshServer.setUpDefaultServer();
        server.setHost("127.0.0.1");
        server.setKeyPairProvider(new SimpleGeneratorHostKeyProvider());
        server.setPublickeyAuthenticator((user, publicKey, session) -> true);
        return server;
    }

    @Test
    @SuppressWarnings("deprecation")
    void serverWithAnOldKeyExchangeOnlyIsRefused() throws IOException {
        try (SshServer server = mina()) {
            server.setKeyExchangeFactories(NamedFactory.setUpTransformedFactories(
                    true, List.of(BuiltinDHFactories.dhg1, BuiltinDHFactories.dhg14), ServerBuilder.DH2KEX));
            server.start();
            assertThat(codeAt(server.getPort())).isEqualTo("weak-server");
        }
    }

    @Test
    @SuppressWarnings("deprecation")
    void serverWithOldCiphersOnlyIsRefused() throws IOException {
        try (SshServer server = mina()) {
            server.setCipherFactories(List.of(BuiltinCiphers.arcfour128, BuiltinCiphers.tripledescbc));
            server.start();
            assertThat(codeAt(server.getPort())).isEqualTo("weak-server");
        }
    }

    @Test
    void serverWithoutStrictKeyExchangeIsRefused() throws IOException {
        try (SshServer server = mina()) {
            server.setSessionFactory(new LaxSessions(server));
            server.start();
            assertThat(codeAt(server.getPort())).isEqualTo("weak-server");
        }
    }

    @Test
    void blackHoleIsGivenUp() throws IOException {
        assertThat(codeOf(client -> client.getInputStream().readAllBytes(), hasty))
                .isEqualTo("timeout");
    }

    @Test
    void nobodyListensIsSaidAtOnce() {
        try (DeafPort nobody = new DeafPort()) {
            assertThat(codeAt(nobody.port())).isEqualTo("unreachable");
        }
    }

    @Test
    void endlessGreetingIsCutOff() throws IOException {
        AtomicLong sent = new AtomicLong();
        String code = codeOf(client -> {
            byte[] line = "Welcome! There is much more to say.\r\n".repeat(100).getBytes(StandardCharsets.US_ASCII);
            OutputStream out = client.getOutputStream();
            while (true) {
                out.write(line);
                sent.addAndGet(line.length);
            }
        });

        assertThat(code).isEqualTo("not-ssh");
        assertThat(sent.get()).isLessThan(32L << 20); // what the system's own buffers hold
    }

    @Test
    void endlessLineIsCutOff() throws IOException {
        String code = codeOf(
                client -> {
                    byte[] text = new byte[65_536];
                    java.util.Arrays.fill(text, (byte) 'x');
                    while (true) client.getOutputStream().write(text);
                },
                hasty);

        assertThat(code).isIn("not-ssh", "timeout");
    }

    @Test
    void slowGreetingIsGivenUp() throws IOException {
        String code = codeOf(
                client -> {
                    client.setSoTimeout(50);
                    while (true) {
                        client.getOutputStream().write("wait\r\n".getBytes(StandardCharsets.US_ASCII));
                        try {
                            if (client.getInputStream().read(new byte[64]) < 0) return;
                        } catch (java.net.SocketTimeoutException e) {
                            // and on
                        }
                    }
                },
                hasty);

        assertThat(code).isEqualTo("timeout");
    }

    @Test
    void serverThatHangsUpInTheMiddleIsReported() throws IOException {
        assertThat(codeOf(client ->
                        client.getOutputStream().write("SSH-2.0-Broken\r\n".getBytes(StandardCharsets.US_ASCII))))
                .isIn("connection-failed", "timeout");
    }

    @Test
    void whatAServerSaysIsNotPassedOn() throws IOException {
        try (SshServer server = mina()) {
            server.setPublickeyAuthenticator((user, publicKey, session) -> false);
            org.apache.sshd.core.CoreModuleProperties.WELCOME_BANNER.set(server, "<script>alert(1)</script>");
            server.start();
            Request request = new Request(
                    new ShellLogin("127.0.0.1", server.getPort(), new ShellUser("mira"), key),
                    null,
                    WindowSize.USUAL,
                    65_536);

            assertThatThrownBy(() -> shells.open(request, new Printed()))
                    .isInstanceOfSatisfying(CannotConnect.class, refused -> {
                        assertThat(refused.code()).isEqualTo("login-refused");
                        assertThat(refused.detail()).doesNotContain("script");
                    });
        }
    }
}
