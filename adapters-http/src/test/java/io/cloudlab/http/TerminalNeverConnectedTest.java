package io.cloudlab.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cloudlab.core.testing.fake.FakeRemoteShell;
import io.cloudlab.core.testing.fake.FakeTerminalTargets;
import io.cloudlab.http.api.terminals.TerminalSocketTest;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Clients that leave while their terminal is being opened never learn its id, so the terminal must not stay. */
class TerminalNeverConnectedTest {
    private static final String PATH = "/api/inventory/ws/17/action";

    private final FakeRemoteShell shells = new FakeRemoteShell();
    private final TestServer server = TestServer.with(builder -> builder.terminals(TerminalSocketTest.setup(shells)));
    private final String token = server.token(FakeTerminalTargets.SSH);

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void terminalWhoseClientLeftWhileItWasOpenedIsEnded() {
        CountDownLatch leftFirst = new CountDownLatch(1);
        shells.holding(leftFirst);
        Viewer viewer = Viewer.open(server, PATH + "?token=" + token);
        await().until(() -> server.http.viewers() == 1);

        viewer.socket.abort();
        await().until(() -> server.http.viewers() == 0);
        leftFirst.countDown();

        await().until(() -> shells.opened().size() == 1 && shells.last().isClosed());
        assertThat(server.audited()).contains("inventory.server.ssh", "terminal.close");
    }
}
