package io.cloudlab.core.terminal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cloudlab.core.access.Caller;
import io.cloudlab.core.access.Denied;
import io.cloudlab.core.access.Permission;
import io.cloudlab.core.shared.NotFound;
import io.cloudlab.core.terminal.TerminalEnd.Cause;
import io.cloudlab.core.testing.Eventually;
import io.cloudlab.core.testing.fake.FakeTerminalTargets;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What somebody sees who comes back, and what is kept for him. */
class ResumeTest extends TerminalFixture {
    @Test
    void shellLivesOnAndWhoComesBackSeesTheLastLinesAndThenWhatIsNew() {
        TerminalView first = open(mira, 17);
        shells.last().print("before\r\n");
        read(first);
        first.close();
        shells.last().print("meanwhile\r\n");

        TerminalView second = resume(mira, first);

        assertThat(read(second)).isEqualTo("before\r\nmeanwhile\r\n");
        shells.last().print("after\r\n");
        assertThat(read(second)).isEqualTo("after\r\n");
        assertThat(shells.opened()).hasSize(1);
    }

    @Test
    void whoComesBackTakesThePlaceOfHisFormerSelf() {
        TerminalView first = open(mira, 17);
        TerminalView second = resume(mira, first);
        shells.last().print("for the second");

        assertThat(first.end()).contains(TerminalEnd.of(Cause.TAKEN_OVER));
        assertThat(read(first)).isEmpty();
        first.type("from the first".getBytes(StandardCharsets.UTF_8));
        first.close();
        second.type("from the second".getBytes(StandardCharsets.UTF_8));

        assertThat(read(second)).isEqualTo("for the second");
        assertThat(second.terminal().attached()).isTrue();
        Eventually.until("it was typed", () -> shells.last().typed().equals("from the second"));
    }

    @Test
    void nobodyElseComesBackToATerminal() {
        TerminalView view = open(mira, 17);
        Caller otto = caller(5, "otto", FakeTerminalTargets.SSH, Permission.TERMINALS_VIEW_ALL);

        assertThatThrownBy(() -> resume(otto, view)).isInstanceOf(NotFound.class);
        assertThatThrownBy(() -> terminals.resume(mira, 18, view.terminal().id(), () -> mira, () -> {}))
                .isInstanceOf(NotFound.class);
        assertThatThrownBy(() -> terminals.resume(mira, 17, "no such id", () -> mira, () -> {}))
                .isInstanceOf(NotFound.class);
        assertThat(view.end()).isEmpty();
    }

    @Test
    void whoMayNoLongerDoesNotComeBack() {
        TerminalView view = open(mira, 17);
        view.close();

        assertThatThrownBy(() -> resume(caller(4, "mira"), view)).isInstanceOf(Denied.class);
    }

    @Test
    void shellEndsWhenNobodyComesBackInTime() {
        TerminalView view = open(mira, 17);
        view.close();
        pass(Duration.ofSeconds(119));
        assertThat(resume(mira, view).end()).isEmpty();
        TerminalView second = resume(mira, view);
        second.close();

        pass(Duration.ofSeconds(120));

        Eventually.until("it is closed", () -> shells.last().isClosed());
        assertThatThrownBy(() -> resume(mira, view)).isInstanceOf(NotFound.class);
    }

    @Test
    void whileNobodyIsConnectedTheShellGoesOnPrintingAndTheLastLinesAreKept() {
        TerminalView view = open(mira, 17);
        view.close();
        StringBuilder all = new StringBuilder();
        for (int line = 0; all.length() < 3 << 20; line++) {
            String text = "line " + line + "\n";
            all.append(text);
            Eventually.until("it may print", () -> shells.last().allowed() >= text.length());
            shells.last().print(text);
        }

        String replay = read(resume(mira, view));

        assertThat(replay).startsWith("line ").hasSizeBetween(TerminalSession.REPLAYED - 100, TerminalSession.REPLAYED);
        assertThat(all.toString()).endsWith(replay);
    }

    @Test
    void viewerWhoDoesNotReadStopsTheServerAndMissesNothing() {
        TerminalView view = open(mira, 17);
        byte[] chunk = "0123456789abcdef".repeat(1_024).getBytes(StandardCharsets.UTF_8);
        int sent = 0;
        while (shells.last().allowed() >= chunk.length) {
            shells.last().print(chunk);
            sent += chunk.length;
        }
        assertThat(sent).isEqualTo(TerminalSession.UNREAD);

        int read = 0;
        byte[] buffer = new byte[30_000];
        for (int length = view.read(buffer); length > 0; length = view.read(buffer)) read += length;

        assertThat(read).isEqualTo(sent);
        Eventually.until("the server may go on", () -> shells.last().allowed() >= TerminalSession.UNREAD * 3 / 4);
    }

    @Test
    void whoComesBackToAFullShellMissesNothingOfWhatHeIsShown() {
        TerminalView view = open(mira, 17);
        view.close();
        Random random = new Random(7);
        StringBuilder all = new StringBuilder();
        while (all.length() < 600_000) {
            int room = shells.last().allowed();
            if (room < 100) continue; // a worker is about to allow more
            String text = Integer.toString(random.nextInt()) + "\n";
            all.append(text);
            shells.last().print(text);
        }
        TerminalView second = resume(mira, view);
        while (shells.last().allowed() >= 20) {
            String text = Integer.toString(random.nextInt()) + "\n";
            all.append(text);
            shells.last().print(text);
        }

        String seen = read(second, 777);

        assertThat(seen.length()).isGreaterThan(TerminalSession.REPLAYED);
        assertThat(all.toString()).endsWith(seen);
    }

    @Test
    void charactersAreNeverCut() {
        String text = "aé€😀".repeat(5_000);
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        TerminalView view = open(mira, 17);
        StringBuilder seen = new StringBuilder();
        byte[] buffer = new byte[1_024];
        for (int at = 0; at < bytes.length; at += 7) {
            shells.last().print(java.util.Arrays.copyOfRange(bytes, at, Math.min(at + 7, bytes.length)));
            if (at % 5 == 0) {
                int length = view.read(buffer);
                seen.append(new String(buffer, 0, length, StandardCharsets.UTF_8));
            }
        }
        seen.append(read(view, 5));

        assertThat(seen.toString()).isEqualTo(text);
    }

    @Test
    void whatIsNotTextIsNotHeldBackForEver() {
        TerminalView view = open(mira, 17);
        byte[] buffer = new byte[100];
        shells.last().print(new byte[] {(byte) 0xff, (byte) 0xc3});
        assertThat(view.read(buffer)).isEqualTo(1);
        shells.last().print(new byte[] {'x'});
        assertThat(view.read(buffer)).isEqualTo(2);
        shells.last().print(new byte[] {(byte) 0xe2, (byte) 0x82});
        assertThat(view.read(buffer)).isZero();
        assertThat(view.end()).isEmpty();

        shells.last().exit(0);

        assertThat(view.end()).isEmpty();
        assertThat(view.read(buffer)).isEqualTo(2);
        assertThat(view.end()).contains(new TerminalEnd(Cause.EXITED, 0));
    }

    @Test
    void brokenConnectionIsToldAfterTheLastOutput() {
        TerminalView view = open(mira, 17);
        shells.last().print("last words");
        shells.last().breakConnection();

        assertThat(view.end()).isEmpty();
        assertThat(read(view)).isEqualTo("last words");
        assertThat(view.end()).contains(new TerminalEnd(Cause.CONNECTION_LOST, null));
    }
}
