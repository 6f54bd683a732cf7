package io.cloudlab.app.e2e.people;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cloudlab.app.e2e.Api;
import io.cloudlab.app.e2e.Team;
import io.cloudlab.app.e2e.people.ScriptedSmtp.Manner;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The mail server hangs, and the real server is killed in the middle: nobody waits, and no mail is lost or sent twice. */
@Timeout(180)
class MailOutageIT {
    private static final Duration START_TIMEOUT = Duration.ofSeconds(90);

    @TempDir
    Path directory;

    private ScriptedSmtp mail;
    private Team team;

    private void start(Manner manner) throws Exception {
        mail = ScriptedSmtp.start(manner);
        team = Team.start(
                directory,
                builder -> builder.with("CLOUDLAB_SMTP_HOST", "127.0.0.1")
                        .with("CLOUDLAB_SMTP_PORT", String.valueOf(mail.port()))
                        .with("CLOUDLAB_SMTP_TLS", "none")
                        .with("CLOUDLAB_SMTP_FROM", "lab@lab.example.org"));
    }

    @AfterEach
    void stop() {
        team.close();
        mail.close();
    }

    private Api.Answer invite(String name) {
        return team.admin().post("/api/users", Map.of("username", name, "email", name + "@lab.test"));
    }

    @Test
    void hangingMailServerDelaysNobodyAndAfterACrashEveryMailIsSentOnce() throws Exception {
        start(Manner.SILENT);
        invite("first");
        await().until(() -> mail.visits() > 0);

        List<Long> millis = new ArrayList<>();
        for (String name : List.of("second", "third", "fourth", "fifth", "sixth")) {
            millis.add(timed(200, () -> invite(name)));
            millis.add(timed(
                    200, () -> team.nobody().post("/api/auth/forgot-password", Map.of("email", name + "@lab.test"))));
            millis.add(timed(200, () -> team.admin().get("/api/auth/me")));
        }
        Collections.sort(millis);
        assertThat(millis.get(millis.size() / 2))
                .as("milliseconds for an answer")
                .isLessThan(5_000);

        team.server().kill(); // first: mail it had just handed over would be sent again
        mail.be(Manner.POLITE);
        team.restart(builder -> builder);
        await().atMost(START_TIMEOUT).until(() -> mail.mails().size() >= 6);
        invite("last");
        await().atMost(START_TIMEOUT).until(() -> recipients().contains("last@lab.test"));

        assertThat(recipients())
                .containsExactlyInAnyOrder(
                        "first@lab.test",
                        "second@lab.test",
                        "third@lab.test",
                        "fourth@lab.test",
                        "fifth@lab.test",
                        "sixth@lab.test",
                        "last@lab.test");
    }

    @Test
    void mailThatWasHandedOverWithoutAnAnswerIsSentAgainUnderTheSameId() throws Exception {
        start(Manner.HANGS_WITH_THE_MAIL);
        invite("mira");
        await().until(() -> !mail.mails().isEmpty());

        team.server().kill(); // first: mail it had just handed over would be sent again
        mail.be(Manner.POLITE);
        team.restart(builder -> builder);
        await().atMost(START_TIMEOUT).until(() -> mail.mails().size() >= 2);

        assertThat(mail.mails())
                .extracting(each -> ScriptedSmtp.header(each, "Message-ID"))
                .containsOnly(ScriptedSmtp.header(mail.mails().get(0), "Message-ID"));
        assertThat(mail.mails())
                .allSatisfy(each -> assertThat(each).contains(link(mail.mails().get(0))));
    }

    @Test
    void serverEndsInTimeThoughTheMailServerHangs() throws Exception {
        start(Manner.SILENT);
        invite("mira");
        await().until(() -> mail.visits() > 0);

        assertThat(team.server().terminate(60)).isTrue();
        assertThat(team.server().log()).as("the mail was not waited for").doesNotContain("Mail not sent");
    }

    private static String link(String mail) {
        return mail.lines()
                .filter(line -> line.contains("/#accept-invite-"))
                .findFirst()
                .orElseThrow();
    }

    private List<String> recipients() {
        return mail.mails().stream()
                .map(each -> ScriptedSmtp.header(each, "To"))
                .toList();
    }

    private static long timed(int status, Callable<Api.Answer> request) throws Exception {
        long start = System.nanoTime();
        assertThat(request.call().status()).isEqualTo(status);
        return (System.nanoTime() - start) / 1_000_000;
    }
}
