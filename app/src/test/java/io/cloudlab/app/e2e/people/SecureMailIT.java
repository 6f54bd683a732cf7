package io.cloudlab.app.e2e.people;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import io.cloudlab.app.e2e.Certificate;
import io.cloudlab.app.e2e.RunningServer;
import io.cloudlab.app.e2e.Team;
import io.cloudlab.app.e2e.TlsFront;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Mail leaves the real server encrypted and authenticated, to nobody but the mail server that was meant. */
@Timeout(240)
class SecureMailIT {
    private static final String SMTP_PASSWORD = "smtp-passw0rd-x7";

    @TempDir
    Path directory;

    private GreenMail mail;
    private Team team;

    @BeforeEach
    void start() {
        mail = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
        mail.start();
        mail.setUser("lab@lab.example.org", "lab", SMTP_PASSWORD);
    }

    @AfterEach
    void stop() {
        if (team != null) team.close();
        mail.stop();
    }

    @Test
    void mailWaitsForATrustedCertificateAndTheRightPassword() throws Exception {
        Certificate certificate = Certificate.of("localhost", directory);
        try (TlsFront front =
                TlsFront.fromTheFirstByte(certificate, mail.getSmtp().getPort())) {
            team = Team.start(directory, smtp("tls", front.port()));
            invite("mira");
            awaitLog("mail server localhost:" + front.port() + " shows a certificate that is not trusted");

            String[] trusting = certificate.trusted(directory);
            team.restart(builder -> builder.jvm(trusting).with("CLOUDLAB_SMTP_PASSWORD", "wrong-passw0rd-x8"));
            awaitLog("refuses the configured user");
            assertThat(mail.getReceivedMessages()).isEmpty();

            team.restart(builder -> builder.jvm(trusting));
            awaitMail("mira@lab.test");
            assertNoSecretIn(team.server().log());
        }
    }

    @Test
    void mailWaitsForTheServerThatWasMeantAndForEncryption() throws Exception {
        Certificate others = Certificate.of("mail.example.org", directory);
        Certificate own = Certificate.of("localhost", directory);
        int plain = mail.getSmtp().getPort();
        try (TlsFront impostor = TlsFront.afterStartTls(others, plain);
                TlsFront front = TlsFront.afterStartTls(own, plain)) {
            String[] trusted = others.trusted(directory);
            team = Team.start(
                    directory,
                    builder -> smtp("starttls", impostor.port()).apply(builder).jvm(trusted));
            invite("mira");
            awaitLog("not made out to its name");
            assertSaidNothing(impostor);

            team.restart(builder -> builder.with("CLOUDLAB_SMTP_PORT", String.valueOf(plain)));
            awaitLog("mail server localhost:" + plain + " offers no STARTTLS");
            assertThat(mail.getReceivedMessages()).isEmpty();

            String[] trusting = own.trusted(directory);
            team.restart(builder -> builder.jvm(trusting).with("CLOUDLAB_SMTP_PORT", String.valueOf(front.port())));
            awaitMail("mira@lab.test");
            assertSaidNothing(front);
            assertNoSecretIn(team.server().log());
        }
    }

    private static UnaryOperator<RunningServer.Builder> smtp(String tls, int port) {
        return builder -> builder.with("CLOUDLAB_SMTP_HOST", "localhost")
                .with("CLOUDLAB_SMTP_PORT", String.valueOf(port))
                .with("CLOUDLAB_SMTP_TLS", tls)
                .with("CLOUDLAB_SMTP_USERNAME", "lab")
                .with("CLOUDLAB_SMTP_PASSWORD", SMTP_PASSWORD)
                .with("CLOUDLAB_SMTP_FROM", "lab@lab.example.org");
    }

    private void invite(String name) {
        assertThat(team.admin()
                        .post("/api/users", Map.of("username", name, "email", name + "@lab.test"))
                        .body()
                        .path("invite_sent")
                        .asBoolean())
                .isTrue();
    }

    private void awaitLog(String text) throws Exception {
        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(team.server().log()).contains(text));
        assertNoSecretIn(team.server().log());
    }

    private void awaitMail(String recipient) throws Exception {
        await().atMost(Duration.ofSeconds(90)).until(() -> mail.getReceivedMessages().length > 0);
        assertThat(mail.getReceivedMessages()).hasSize(1);
        assertThat(mail.getReceivedMessages()[0].getAllRecipients()[0]).hasToString(recipient);
    }

    private static void assertSaidNothing(TlsFront front) {
        assertThat(front.saidInTheClear()).isNotEmpty().allMatch(line -> line.matches("EHLO .*|STARTTLS"));
    }

    private static void assertNoSecretIn(String log) {
        assertThat(log)
                .doesNotContain(SMTP_PASSWORD)
                .doesNotContain("wrong-passw0rd")
                .doesNotContain("#accept-invite");
    }
}
