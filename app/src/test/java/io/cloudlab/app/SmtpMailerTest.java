package io.cloudlab.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.cloudlab.app.e2e.people.ScriptedSmtp;
import io.cloudlab.app.e2e.people.ScriptedSmtp.Manner;
import io.cloudlab.core.identity.mail.Mail;
import io.cloudlab.core.identity.mail.MailFailed;
import io.cloudlab.core.identity.mail.Mailer;
import io.cloudlab.core.shared.EmailAddress;
import io.cloudlab.core.testing.DeafPort;
import io.cloudlab.core.testing.contract.lab.MailerContract;
import io.cloudlab.http.SmtpConfig;
import io.cloudlab.http.SmtpMailer;
import jakarta.mail.Address;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.NoSuchProviderException;
import jakarta.mail.Provider;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.URLName;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SmtpMailerTest implements MailerContract {
    private static final Mail MAIL =
            new Mail(new EmailAddress("mira@lab.test"), "Grüße", "text of the mail", "<p>html of the mail</p>");

    private final ScriptedSmtp server;

    SmtpMailerTest() throws IOException {
        server = ScriptedSmtp.start(Manner.POLITE);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Override
    public Mailer mailer() {
        return mailer(server.port(), SmtpConfig.Tls.NONE);
    }

    @Override
    public List<String> delivered() {
        return server.mails();
    }

    @Override
    public void refuse() {
        server.be(Manner.REFUSES_RECIPIENT);
    }

    private static SmtpConfig config(int port, SmtpConfig.Tls tls) {
        return new SmtpConfig(
                "127.0.0.1", port, Optional.of("lab"), Optional.of("smtp-passw0rd"), tls, "lab@lab.example.org");
    }

    private SmtpMailer mailer(int port, SmtpConfig.Tls tls) {
        return new SmtpMailer(config(port, tls));
    }

    private MailFailed failure(int port, SmtpConfig.Tls tls) {
        return catchThrowableOfType(MailFailed.class, () -> mailer(port, tls).send("mail-1", MAIL));
    }

    @Test
    void mailIsTextAndHtmlUnderAnIdThatStays() {
        SmtpMailer mailer = mailer(server.port(), SmtpConfig.Tls.NONE);
        mailer.send("mail-1", MAIL);
        mailer.send("mail-1", MAIL);

        assertThat(server.mails()).hasSize(2).allSatisfy(mail -> {
            assertThat(ScriptedSmtp.header(mail, "Message-ID")).isEqualTo("<mail-1@lab.example.org>");
            assertThat(ScriptedSmtp.header(mail, "To")).isEqualTo("mira@lab.test");
            assertThat(ScriptedSmtp.header(mail, "Subject")).startsWith("=?UTF-8?");
            assertThat(ScriptedSmtp.header(mail, "Content-Type")).startsWith("multipart/alternative");
            assertThat(mail).contains("text of the mail", "<p>html of the mail</p>");
        });
    }

    @Test
    void mailThatWasTakenCountsAsSentThoughTheServerGoesWithoutAFarewell() throws NoSuchProviderException {
        Session session = Session.getInstance(new Properties());
        session.setProvider(
                new Provider(Provider.Type.TRANSPORT, "smtp", WithoutFarewell.class.getName(), "test", "1"));

        new SmtpMailer(config(1, SmtpConfig.Tls.NONE), session).send("mail-1", MAIL);

        assertThat(session.getProperty("taken")).isEqualTo("Grüße");
    }

    /** Takes a mail, and fails when it is left. A real server may do so, but how soon that shows is a matter of chance. */
    public static final class WithoutFarewell extends Transport {
        public WithoutFarewell(Session session, URLName name) {
            super(session, name);
        }

        @Override
        protected boolean protocolConnect(String host, int port, String user, String password) {
            return true;
        }

        @Override
        public void sendMessage(Message message, Address[] to) throws MessagingException {
            session.getProperties().setProperty("taken", message.getSubject());
        }

        @Override
        public synchronized void close() throws MessagingException {
            throw new MessagingException("Can't send command to SMTP host");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "REFUSES_LOGIN, refuses the configured user, false",
        "BUSY, refuses the mail, false",
        "REFUSES_RECIPIENT, refuses the mail, true",
    })
    void refusalSaysWhichServerAndWhetherItIsForGood(Manner manner, String why, boolean permanent) {
        server.be(manner);

        MailFailed failed = failure(server.port(), SmtpConfig.Tls.NONE);

        assertThat(failed).hasMessage("The mail server 127.0.0.1:" + server.port() + " " + why + ".");
        assertThat(failed.isPermanent()).isEqualTo(permanent);
        assertThat(server.mails()).isEmpty();
    }

    @Test
    void nothingIsSaidInTheClearToAServerThatOffersNoEncryption() {
        MailFailed failed = failure(server.port(), SmtpConfig.Tls.STARTTLS);

        assertThat(failed).hasMessageEndingWith("offers no STARTTLS.");
        assertThat(failed.isPermanent()).isFalse();
        assertThat(server.commands()).allMatch(line -> line.matches("(EHLO .*|RSET|QUIT)"));
    }

    @Test
    void serverThatIsNotThereIsNamed() {
        try (DeafPort nobody = new DeafPort()) {
            MailFailed failed = failure(nobody.port(), SmtpConfig.Tls.TLS);

            assertThat(failed).hasMessage("The mail server 127.0.0.1:" + nobody.port() + " cannot be reached.");
            assertThat(failed.isPermanent()).isFalse();
        }
    }
}
