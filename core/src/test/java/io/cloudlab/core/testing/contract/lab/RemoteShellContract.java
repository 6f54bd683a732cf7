package io.cloudlab.core.testing.contract.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cloudlab.core.terminal.shell.CannotConnect;
import io.cloudlab.core.terminal.shell.HostKeyChanged;
import io.cloudlab.core.terminal.shell.RemoteShell;
import io.cloudlab.core.terminal.shell.ServerKey;
import io.cloudlab.core.terminal.shell.Shell;
import io.cloudlab.core.terminal.shell.ShellLogin;
import io.cloudlab.core.terminal.shell.ShellOutput;
import io.cloudlab.core.terminal.shell.WindowSize;
import io.cloudlab.core.testing.Eventually;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

public interface RemoteShellContract {
    RemoteShell shells();

    /** A login that the server takes. */
    ShellLogin login();

    /** A login at a place where nothing listens. */
    ShellLogin nowhere();

    /** Has the server print a word. */
    void print(Shell shell, String word);

    /** Ends the shell on the server. */
    void exit(Shell shell, int code);

    /** Keeps what is printed, and how it ends. */
    final class Screen implements ShellOutput {
        private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
        private final List<String> ends = new CopyOnWriteArrayList<>();

        @Override
        public synchronized void output(byte[] bytes, int from, int length) {
            printed.write(bytes, from, length);
        }

        @Override
        public void ended(@Nullable Integer exitCode, boolean orderly) {
            ends.add(exitCode + " " + orderly);
        }

        synchronized String text() {
            return printed.toString(StandardCharsets.UTF_8);
        }
    }

    private Shell open(ShellLogin login, @Nullable ServerKey pinned, ShellOutput output) {
        return shells().open(new RemoteShell.Request(login, pinned, new WindowSize(80, 24), 64 * 1024), output);
    }

    @Test
    default void outputArrivesAndEndIsToldOnce() {
        Screen screen = new Screen();
        try (Shell shell = open(login(), null, screen)) {
            print(shell, "grün");
            Eventually.until("the word is printed", () -> screen.text().contains("grün"));
            exit(shell, 7);
            Eventually.until("the shell has ended", () -> !screen.ends.isEmpty());
            shell.write(new byte[] {'x'});
            shell.resize(new WindowSize(100, 30));
            shell.taken(1);
        }
        assertThat(screen.ends).containsExactly("7 true");
    }

    @Test
    default void serverMustShowPinnedKey() {
        ServerKey key;
        try (Shell shell = open(login(), null, new Screen())) {
            key = shell.serverKey();
        }
        try (Shell shell = open(login(), key, new Screen())) {
            assertThat(shell.serverKey()).isEqualTo(key);
        }
        ServerKey other = new ServerKey(key.algorithm(), "AAAAC3NzaC1lZDI1NTE5AAAAIA==");
        assertThatThrownBy(() -> open(login(), other, new Screen()))
                .isInstanceOf(HostKeyChanged.class)
                .extracting(e -> ((HostKeyChanged) e).shown())
                .isEqualTo(key);
    }

    @Test
    default void connectionToAClosedPortIsRefused() {
        assertThatThrownBy(() -> open(nowhere(), null, new Screen())).isInstanceOf(CannotConnect.class);
    }

    @Test
    default void closingAgainChangesNothing() {
        Shell shell = open(login(), null, new Screen());
        shell.close();
        shell.close();
    }
}
