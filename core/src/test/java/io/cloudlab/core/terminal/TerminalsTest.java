package io.cloudlab.core.terminal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cloudlab.core.access.Caller;
import io.cloudlab.core.access.Denied;
import io.cloudlab.core.access.Permission;
import io.cloudlab.core.audit.AuditEntry;
import io.cloudlab.core.shared.CloudLabException;
import io.cloudlab.core.shared.ErrorKind;
import io.cloudlab.core.shared.InvalidInput;
import io.cloudlab.core.shared.NotFound;
import io.cloudlab.core.terminal.TerminalEnd.Cause;
import io.cloudlab.core.terminal.shell.CannotConnect;
import io.cloudlab.core.terminal.shell.HostKeyChanged;
import io.cloudlab.core.terminal.shell.ServerKey;
import io.cloudlab.core.terminal.shell.ShellUser;
import io.cloudlab.core.terminal.shell.WindowSize;
import io.cloudlab.core.testing.Eventually;
import io.cloudlab.core.testing.fake.FakeTerminalTargets;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("slow")
class TerminalsTest extends TerminalFixture {
    private static final String ACTION = "inventory.server.ssh";

    @Test
    void whatIsTypedReachesTheShellAndWhatItPrintsIsRead() {
        TerminalView view = open(mira, 17);
        view.type("ls\n".getBytes(StandardCharsets.UTF_8));
        view.resize(new WindowSize(120, 40));
        Eventually.until("it was typed", () -> shells.last().typed().equals("ls\n"));
        Eventually.until("it was resized", () -> shells.last().sizes().contains(new WindowSize(120, 40)));

        shells.last().print("a file\r\n");

        assertThat(read(view)).isEqualTo("a file\r\n");
        assertThat(wakeUps.get()).isPositive();
        assertThat(shells.last().request().login().user()).isEqualTo(ShellUser.ROOT);
        assertThat(view.terminal().address()).isEqualTo("203.0.113.17");
    }

    @Test
    void startAndEndAreAuditedWithUserAndDuration() {
        TerminalView view = terminals.open(
                mira, new OpenTerminal(17, "ssh", new ShellUser("deploy"), WindowSize.USUAL), () -> mira, () -> {});
        pass(Duration.ofSeconds(83));
        shells.last().exit(3);

        assertThat(view.end()).contains(new TerminalEnd(Cause.EXITED, 3));
        Eventually.until("both are audited", () -> audited(ACTION).size() == 2);
        AuditEntry start = audited(ACTION).get(1);
        AuditEntry end = audited(ACTION).get(0);
        assertThat(start.resource()).isEqualTo("inventory/server/17");
        assertThat(start.username()).isEqualTo("mira");
        assertThat(start.details())
                .containsEntry("event", "start")
                .containsEntry("user", "deploy")
                .containsEntry("object", "wiki01")
                .containsEntry("terminal", view.terminal().id());
        assertThat(detail(end, "event")).isEqualTo("end");
        assertThat(detail(end, "duration_seconds")).isEqualTo(83L);
        assertThat(detail(end, "reason")).isEqualTo("exited");
        assertThat(detail(end, "exit_code")).isEqualTo(3);
        Eventually.until("the connection is closed", () -> shells.last().isClosed());
        assertThat(terminals.list(mira)).isEmpty();
    }

    @Test
    void whoLacksThePermissionIsRefusedBeforeAnythingIsConnected() {
        assertThatThrownBy(() -> open(caller(5, "otto"), 17)).isInstanceOf(Denied.class);
        assertThat(shells.opened()).isEmpty();
        assertThat(audited(ACTION)).isEmpty();
    }

    @Test
    void hostThatAnotherObjectRefusesIsNotConnectedAndNotKeptOpen() {
        TerminalView view = open(mira, 17);
        targets.close("203.0.113.17");

        awaitEnd(view, Cause.FORBIDDEN);
        assertThatThrownBy(() -> open(mira, 17)).isInstanceOf(Denied.class);
        assertThat(shells.opened()).hasSize(1);
    }

    @Test
    void hostThatNoServiceKnowsCannotBeConnected() {
        assertThatThrownBy(() -> open(mira, 19))
                .isInstanceOfSatisfying(
                        CannotConnect.class,
                        refused -> assertThat(refused.code()).isEqualTo("no-credentials"));
    }

    @Test
    void failedAttemptLeavesNothingButItsAuditEntries() {
        shells.refusing(new CannotConnect("timeout", "The server did not answer in time."));

        assertThatThrownBy(() -> open(mira, 17)).isInstanceOf(CannotConnect.class);

        assertThat(terminals.list(mira)).isEmpty();
        Eventually.until("both are audited", () -> audited(ACTION).size() == 2);
        assertThat(detail(audited(ACTION).get(0), "reason")).isEqualTo("not_opened");
        shells.refusing(null);
        open(mira, 17);
        open(mira, 17); // the failed one does not count
    }

    @Test
    void changedHostKeyIsRefusedAndAudited() {
        open(mira, 17).close();
        ServerKey other = new ServerKey("ssh-ed25519", "AAAAC3Nx");
        shells.showing(other);

        assertThatThrownBy(() -> open(mira, 17)).isInstanceOf(HostKeyChanged.class);

        AuditEntry refused = audited("hostkey.refused").get(0);
        assertThat(refused.username()).isEqualTo("mira");
        assertThat(detail(refused, "fingerprint")).isEqualTo(other.fingerprint());
        assertThat(open(mira, 18).terminal().target().objectId()).isEqualTo(18); // pinned by object
    }

    @Test
    void nobodyHasMoreTerminalsThanHeMay() {
        open(mira, 17);
        TerminalView second = open(mira, 18);

        assertThatThrownBy(() -> open(mira, 17))
                .isInstanceOfSatisfying(
                        CloudLabException.class,
                        refused -> assertThat(refused.kind()).isEqualTo(ErrorKind.TOO_MANY));
        terminals.end(mira, second.terminal().id());
        open(mira, 18);
    }

    @Test
    void allTogetherHaveNoMoreTerminalsThanTheyMay() {
        open(mira, 17);
        open(mira, 17);
        open(caller(5, "otto", FakeTerminalTargets.SSH), 17);

        assertThatThrownBy(() -> open(caller(6, "ida", FakeTerminalTargets.SSH), 17))
                .isInstanceOfSatisfying(
                        CloudLabException.class,
                        refused -> assertThat(refused.kind()).isEqualTo(ErrorKind.TOO_MANY));
    }

    @Test
    void terminalsAreListedForTheirOwnersAndForThoseWhoSeeAll() {
        TerminalView own = open(mira, 17);
        clock.advance(Duration.ofSeconds(1));
        Caller otto = caller(5, "otto", FakeTerminalTargets.SSH);
        TerminalView others = open(otto, 18);

        assertThat(terminals.list(mira))
                .extracting(TerminalInfo::id)
                .containsExactly(own.terminal().id());
        assertThat(terminals.list(caller(6, "ida", Permission.TERMINALS_VIEW_ALL)))
                .extracting(TerminalInfo::id)
                .containsExactly(own.terminal().id(), others.terminal().id());
        assertThat(terminals.list(caller(6, "ida"))).isEmpty();
    }

    @Test
    void othersTerminalsAreEndedOnlyByThoseWhoSeeThem() {
        String id = open(mira, 17).terminal().id();
        Caller otto = caller(5, "otto", FakeTerminalTargets.SSH);
        Caller keeper = caller(6, "ida", Permission.TERMINALS_VIEW_ALL);

        assertThatThrownBy(() -> terminals.end(otto, id)).isInstanceOf(NotFound.class);
        assertThat(shells.last().isClosed()).isFalse();
        terminals.end(keeper, id);

        Eventually.until("it is closed", () -> shells.last().isClosed());
        assertThat(audited("terminal.close").get(0).username()).isEqualTo("ida");
        assertThatThrownBy(() -> terminals.end(keeper, id)).isInstanceOf(NotFound.class);
    }

    @Test
    void revokedPermissionEndsTheTerminal() {
        AtomicReference<Caller> now = new AtomicReference<>(mira);
        TerminalView view = open(mira, 17, now::get);
        shells.last().print("secret");

        now.set(caller(4, "mira"));

        awaitEnd(view, Cause.FORBIDDEN);
        assertThat(read(view)).isEmpty();
        Eventually.until("it is closed", () -> shells.last().isClosed());
    }

    @Test
    void endOfTheSessionEndsTheTerminalEvenWhileNobodyIsConnected() {
        AtomicReference<Boolean> gone = new AtomicReference<>(false);
        open(mira, 17, () -> {
                    if (gone.get()) throw signedOut();
                    return mira;
                })
                .close();

        gone.set(true);

        Eventually.until("it is closed", () -> shells.last().isClosed());
        Eventually.until("both are audited", () -> audited(ACTION).size() == 2);
        assertThat(detail(audited(ACTION).get(0), "reason")).isEqualTo("signed_out");
    }

    @Test
    void objectThatIsDeletedTakesItsTerminalsAlong() {
        TerminalView view = open(mira, 17);
        targets.remove(17);

        awaitEnd(view, Cause.FORBIDDEN);
    }

    @Test
    void idleTerminalIsClosed() {
        TerminalView view = open(mira, 17);
        pass(Duration.ofMinutes(29));
        shells.last().print("tick");
        pass(Duration.ofMinutes(29));
        view.type("x".getBytes(StandardCharsets.UTF_8));
        pass(Duration.ofMinutes(29));
        assertThat(view.end()).isEmpty();

        pass(Duration.ofMinutes(1));

        awaitEnd(view, Cause.IDLE);
    }

    @Test
    void terminalIsClosedWhenItHasBeenOpenForLongEnough() {
        TerminalView view = open(mira, 17);
        for (int i = 0; i < 48; i++) {
            pass(Duration.ofMinutes(15));
            shells.last().print("tick");
        }

        awaitEnd(view, Cause.TOO_LONG);
    }

    @Test
    void stopOfTheServerEndsAllTerminalsAndSaysSo() {
        TerminalView view = open(mira, 17);

        terminals.close();

        assertThat(view.end()).contains(TerminalEnd.of(Cause.SERVER_STOPS));
        assertThat(shells.last().isClosed()).isTrue();
        assertThat(detail(audited(ACTION).get(0), "reason")).isEqualTo("server_stops");
        assertThatThrownBy(() -> open(mira, 17)).isInstanceOf(CloudLabException.class);
    }

    @Test
    void whoTypesMoreThanTheServerTakesIsAskedToWait() {
        TerminalView view = open(mira, 17);
        shells.last().stopTaking();
        byte[] much = new byte[40_000];

        assertThat(view.type(much.clone())).isTrue();
        assertThat(view.type(much.clone())).isFalse();
        assertThat(view.hasRoom()).isFalse();
        int before = wakeUps.get();
        shells.last().goOnTaking();

        Eventually.until("there is room again", view::hasRoom);
        Eventually.until("that was told", () -> wakeUps.get() > before);
        Eventually.until("all was typed", () -> shells.last().typed().length() == 80_000);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "ro ot", "-oProxyCommand=x", "root;id", "root\n", "ünal", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
            })
    void namesOfUsersHoldNothingThatCouldBeMisread(String name) {
        if (name.startsWith("-o")) {
            assertThatThrownBy(() -> new ShellUser(name)).isInstanceOf(InvalidInput.class);
            return;
        }
        assertThatThrownBy(() -> new ShellUser(name))
                .isInstanceOf(InvalidInput.class)
                .hasMessageContaining("user");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, 1_001, Integer.MAX_VALUE, Integer.MIN_VALUE})
    void sizesLieWithinReason(int number) {
        assertThatThrownBy(() -> new WindowSize(number, 24)).isInstanceOf(InvalidInput.class);
        assertThatThrownBy(() -> new WindowSize(80, number)).isInstanceOf(InvalidInput.class);
    }
}
