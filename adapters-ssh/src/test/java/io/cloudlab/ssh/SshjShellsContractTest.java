package io.cloudlab.ssh;

import io.cloudlab.core.terminal.shell.RemoteShell;
import io.cloudlab.core.terminal.shell.Shell;
import io.cloudlab.core.terminal.shell.ShellLogin;
import io.cloudlab.core.terminal.shell.ShellUser;
import io.cloudlab.core.testing.DeafPort;
import io.cloudlab.core.testing.OpenSshServer;
import io.cloudlab.core.testing.contract.lab.RemoteShellContract;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

class SshjShellsContractTest implements RemoteShellContract {
    @TempDir
    private Path directory;

    private final SshjShells shells = new SshjShells();
    private final DeafPort deaf = new DeafPort();
    private OpenSshServer server;

    SshjShellsContractTest() throws IOException {}

    @BeforeEach
    void start() {
        server = OpenSshServer.start(directory.resolve("ssh"));
    }

    @AfterEach
    void stop() throws IOException {
        shells.close();
        deaf.close();
        server.close();
    }

    @Override
    public RemoteShell shells() {
        return shells;
    }

    @Override
    public ShellLogin login() {
        return login(server.port());
    }

    @Override
    public ShellLogin nowhere() {
        return login(deaf.port());
    }

    private ShellLogin login(int port) {
        try {
            return new ShellLogin(
                    "127.0.0.1", port, new ShellUser(OpenSshServer.user()), Files.readAllBytes(server.clientKey()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void print(Shell shell, String word) {
        type(shell, "echo " + word + "\n");
    }

    @Override
    public void exit(Shell shell, int code) {
        type(shell, "exit " + code + "\n");
    }

    private static void type(Shell shell, String text) {
        shell.write(text.getBytes(StandardCharsets.UTF_8));
    }
}
