package io.cloudlab.http.api.terminals;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.cloudlab.core.access.Permission;
import io.cloudlab.core.terminal.TerminalLimits;
import io.cloudlab.core.terminal.TerminalSetup;
import io.cloudlab.core.terminal.shell.CannotConnect;
import io.cloudlab.core.terminal.shell.ServerKey;
import io.cloudlab.core.terminal.shell.ShellLogin;
import io.cloudlab.core.terminal.shell.ShellUser;
import io.cloudlab.core.terminal.shell.WindowSize;
import io.cloudlab.core.testing.fake.FakeRemoteShell;
import io.cloudlab.core.testing.fake.FakeTerminalTargets;
import io.cloudlab.http.TestServer;
import io.cloudlab.http.Viewer;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("slow")
public class TerminalSocketTest {
    private static final String PATH = "/api/inventory/ws/17/action";

    private final FakeRemoteShell shells = new FakeRemoteShell();
    private final FakeTerminalTargets targets =
            new FakeTerminalTargets().server(17, "wiki01").server(18, "wiki02");
    private final TestServer server = TestServer.with(builder -> builder.terminals(setup(shells)));
    private final String token = server.token(FakeTerminalTargets.SSH);

    /** Two servers, 17 and 18, on which shells are opened. */
    public static TerminalSetup setup(FakeRemoteShell shells) {
        return new TerminalSetup(
                shells,
                (host, address) -> Optional.of(new ShellLogin(address, 22, ShellUser.ROOT, new byte[] {1})),
                TerminalLimits.DEFAULT,
                new FakeTerminalTargets().server(17, "wiki01").server(18, "wiki02"));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private Viewer open(String more) {
        return Viewer.open(server, PATH + "?token=" + token + more);
    }

    private static String type(JsonNode message) {
        return message.path("type").asText();
    }

    private static void say(Viewer viewer, String message) {
        viewer.socket.sendText(message, true).join();
    }

    private static void assertRefused(Viewer viewer, int code, String message) throws InterruptedException {
        JsonNode error = viewer.next();
        assertThat(type(error)).isEqualTo("error");
        assertThat(error.path("message").asText()).contains(message);
        assertThat(viewer.closeCode()).isEqualTo(code);
    }

    /** What is printed up to this text. */
    private static String readUntil(Viewer viewer, String text) throws InterruptedException {
        StringBuilder seen = new StringBuilder();
        while (seen.indexOf(text) < 0) seen.append(viewer.next().path("data").asText());
        return seen.toString();
    }

    @Test
    void terminalSaysWhereItIsTakesInputAndShowsOutput() throws InterruptedException {
        Viewer viewer = open("&user=deploy&cols=120&rows=40");

        JsonNode connected = viewer.next();
        say(viewer, "{\"type\":\"input\",\"data\":\"ls ü\\n\"}");
        await().until(() -> shells.last().typed().equals("ls ü\n"));
        shells.last().print("\u001b[1mbold\u001b[0m \"ü€😀\"\r\n");
        JsonNode output = viewer.next();

        assertThat(connected.path("session").asText()).matches("[0-9a-f]{32}");
        assertThat(connected.toString())
                .isEqualTo(
                        "{\"type\":\"connected\",\"hostname\":\"wiki01\",\"ip\":\"203.0.113.17\",\"user\":\"deploy\","
                                + "\"default_user\":\"root\",\"session\":\""
                                + connected.path("session").asText() + "\",\"resumed\":false}");
        assertThat(type(output)).isEqualTo("output");
        assertThat(output.path("data").asText()).isEqualTo("\u001b[1mbold\u001b[0m \"ü€😀\"\r\n");
        assertThat(shells.last().request().size()).isEqualTo(new WindowSize(120, 40));
        assertThat(shells.last().request().login().user().value()).isEqualTo("deploy");
    }

    @Test
    void shellThatEndsClosesTheSocketInOrder() throws InterruptedException {
        Viewer viewer = open("");
        viewer.next();
        shells.last().print("bye");
        shells.last().exit(0);

        assertThat(viewer.next().path("data").asText()).isEqualTo("bye");
        assertThat(viewer.closeCode()).isEqualTo(1000);
        assertThat(server.audited()).contains("inventory.server.ssh");
    }

    @ParameterizedTest
    @CsvSource({
        "'{\"type\":\"resize\",\"cols\":132,\"rows\":50}', 132, 50",
        "'{\"type\":\"resize\",\"cols\":0,\"rows\":-5}', 1, 1",
        "'{\"type\":\"resize\",\"cols\":2147483648,\"rows\":99999999999999999999999}', 1000, 1000",
    })
    void sizesAreTakenWithinTheirBounds(String frame, int cols, int rows) throws InterruptedException {
        Viewer viewer = open("");
        viewer.next();

        say(viewer, frame);

        await().until(() -> shells.last().sizes().contains(new WindowSize(cols, rows)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "not json",
                "[]",
                "7",
                "{\"type\":\"nonsense\"}",
                "{\"type\":\"input\"}",
                "{\"type\":\"input\",\"data\":7}",
                "{\"type\":\"resize\",\"cols\":\"a\",\"rows\":1}",
                "{\"type\":\"resize\",\"cols\":1.5,\"rows\":1}",
                "{\"type\":\"input\",\"type\":\"resize\"}"
            })
    void whatMakesNoSenseIsIgnored(String frame) throws InterruptedException {
        Viewer viewer = open("");
        viewer.next();

        say(viewer, frame);
        viewer.socket
                .sendBinary(java.nio.ByteBuffer.wrap(frame.getBytes()), true)
                .join();
        say(viewer, "{\"type\":\"input\",\"data\":\"x\"}");

        await().until(() -> shells.last().typed().equals("x"));
        assertThat(shells.last().sizes()).isEmpty();
    }

    @Test
    void hugeFrameClosesTheSocketAndLeavesTheShell() throws InterruptedException {
        Viewer viewer = open("");
        viewer.next();

        viewer.socket.sendText("x".repeat(70_000), true);

        viewer.assertTooLarge();
        assertThat(shells.last().isClosed()).isFalse();
    }

    @Test
    void messageInThousandsOfPartsClosesTheSocket() throws InterruptedException {
        Viewer viewer = open("");
        viewer.next();

        for (int i = 0; i < 1_100 && !viewer.isClosed(); i++)
            viewer.socket.sendText("", false).handle((a, b) -> a).join();

        viewer.assertTooLarge();
    }

    @ParameterizedTest
    @CsvSource({"&user=ro%20ot, user", "&user=-oProxyCommand%3Dx, user", "&cols=0, cols", "&rows=2147483648, rows"})
    void badParametersAreNamed(String query, String name) throws InterruptedException {
        assertRefused(open(query), 4002, name);
        assertThat(shells.opened()).isEmpty();
    }

    @Test
    void whoLacksThePermissionIsRefused() throws InterruptedException {
        String other = server.token(Permission.JOBS_VIEW_ALL);

        assertRefused(Viewer.open(server, PATH + "?token=" + other), 4003, "inventory.server.ssh");
        assertThat(shells.opened()).isEmpty();
    }

    @Test
    void unknownObjectAndUnknownActionAreNotFound() throws InterruptedException {
        assertRefused(Viewer.open(server, "/api/inventory/ws/99/action?token=" + token), 4004, "object");
        assertRefused(open("&action=dance"), 4004, "action");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "?token=nonsense", "?ticket=nonsense"})
    void whoIsNotSignedInIsRefused(String query) throws InterruptedException {
        assertThat(Viewer.open(server, PATH + query).closeCode()).isEqualTo(4001);
        assertThat(shells.opened()).isEmpty();
    }

    @Test
    void serverThatCannotBeReachedIsReportedInWords() throws InterruptedException {
        shells.refusing(new CannotConnect("timeout", "The server did not answer in time."));

        assertRefused(open(""), 1008, "The server did not answer in time.");
    }

    @Test
    void changedHostKeyIsReportedAndAudited() throws InterruptedException {
        open("").next();
        shells.showing(new ServerKey("ssh-ed25519", "AAAAC3Nx"));

        assertRefused(open(""), 1008, "host key");
        assertThat(server.audited()).contains("hostkey.pin", "hostkey.refused");
    }

    @Test
    void whoLostTheConnectionComesBackToTheSameShell() throws InterruptedException {
        Viewer first = open("");
        String session = first.next().path("session").asText();
        shells.last().print("before ");
        readUntil(first, "before ");
        first.socket.abort();
        await().until(() -> server.http.viewers() == 0);
        shells.last().print("meanwhile ");

        Viewer second = open("&session=" + session + "&cols=90&rows=30");

        JsonNode connected = second.next();
        assertThat(connected.path("resumed").asBoolean()).isTrue();
        assertThat(connected.path("session").asText()).isEqualTo(session);
        assertThat(readUntil(second, "meanwhile ")).isEqualTo("before meanwhile ");
        assertThat(shells.opened()).hasSize(1);
        await().until(() -> shells.last().sizes().contains(new WindowSize(90, 30)));
        say(second, "{\"type\":\"input\",\"data\":\"still me\"}");
        await().until(() -> shells.last().typed().equals("still me"));
    }

    @Test
    void nobodyElseComesBackToIt() throws InterruptedException {
        String session = open("").next().path("session").asText();
        String other = server.token(FakeTerminalTargets.SSH);

        assertRefused(Viewer.open(server, PATH + "?token=" + other + "&session=" + session), 4004, "terminal");
        assertRefused(
                Viewer.open(server, "/api/inventory/ws/18/action?token=" + token + "&session=" + session),
                4004,
                "terminal");
    }

    @Test
    void secondSocketTakesTheFirstOnesPlace() throws InterruptedException {
        Viewer first = open("");
        String session = first.next().path("session").asText();

        open("&session=" + session).next();

        assertRefused(first, 1000, "somewhere else");
    }

    @Test
    void logoutAndRevokedPermissionCloseTheSocketAndTheShell() throws InterruptedException {
        Viewer viewer = open("");
        viewer.next();
        server.post("/api/auth/logout", null, token);
        assertRefused(viewer, 4001, "session");
        await().until(() -> shells.last().isClosed());

        var user = server.cloudLab.user("otto", FakeTerminalTargets.SSH);
        Viewer ottos = Viewer.open(server, PATH + "?token=" + server.login("otto"));
        ottos.next();
        server.cloudLab.grant(user, Permission.JOBS_VIEW_OWN);
        assertRefused(ottos, 4003, "no longer permitted");
        await().until(() -> shells.last().isClosed());
    }

    @Test
    void stopOfTheServerTellsPeopleToComeBack() throws InterruptedException {
        Viewer viewer = open("");
        viewer.next();

        server.http.stop();

        assertThat(viewer.closeCode()).isEqualTo(1012);
    }
}
