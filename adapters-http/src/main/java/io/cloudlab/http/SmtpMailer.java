package io.cloudlab.http;

import io.cloudlab.core.identity.mail.Mail;
import io.cloudlab.core.identity.mail.MailFailed;
import io.cloudlab.core.identity.mail.Mailer;
import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.SendFailedException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.util.Date;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends mail by SMTP (RFC 5321), for embedders that invite people; every step takes at most 15 seconds. Thread-safe. */
public final class SmtpMailer implements Mailer {
    private static final Logger LOG = LoggerFactory.getLogger(SmtpMailer.class);
    private static final String PATIENCE_MILLIS = "15000";

    private final SmtpConfig config;
    private final Session session;

    public SmtpMailer(SmtpConfig config) {
        this(config, Session.getInstance(properties(config)));
    }

    /** @param session makes the connections, instead of one made from {@code config} */
    public SmtpMailer(SmtpConfig config, Session session) {
        this.config = config;
        this.session = session;
    }

    private static Properties properties(SmtpConfig config) {
        Properties properties = new Properties();
        properties.setProperty("mail.transport.protocol", "smtp");
        properties.setProperty("mail.smtp.host", config.host());
        properties.setProperty("mail.smtp.port", String.valueOf(config.port()));
        properties.setProperty("mail.smtp.connectiontimeout", PATIENCE_MILLIS);
        properties.setProperty("mail.smtp.timeout", PATIENCE_MILLIS);
        properties.setProperty("mail.smtp.writetimeout", PATIENCE_MILLIS);
        properties.setProperty(
                "mail.smtp.auth", String.valueOf(config.username().isPresent()));
        properties.setProperty("mail.smtp.ssl.checkserveridentity", "true");
        properties.setProperty("mail.smtp.quitwait", "false");
        switch (config.tls()) {
            case NONE -> properties.setProperty("mail.smtp.starttls.enable", "false");
            case STARTTLS -> {
                properties.setProperty("mail.smtp.starttls.enable", "true");
                properties.setProperty("mail.smtp.starttls.required", "true");
            }
            case TLS -> properties.setProperty("mail.smtp.ssl.enable", "true");
        }
        return properties;
    }

    @Override
    public void send(String id, Mail mail) {
        Transport transport = null;
        try {
            transport = session.getTransport("smtp");
            Message message = message(id, mail);
            connect(transport);
            transport.sendMessage(message, message.getAllRecipients());
        } catch (MessagingException e) {
            throw new MailFailed(why(e), isPermanent(e), e);
        } finally {
            leave(transport);
        }
    }

    /**
     * Looks whether the mail server lets this one in, and sends nothing.
     *
     * @throws MailFailed if it does not
     */
    public void greet() {
        Transport transport = null;
        try {
            transport = session.getTransport("smtp");
            connect(transport);
        } catch (MessagingException e) {
            throw new MailFailed(why(e), false, e);
        } finally {
            leave(transport);
        }
    }

    private void connect(Transport transport) throws MessagingException {
        transport.connect(
                config.host(),
                config.port(),
                config.username().orElse(null),
                config.password().orElse(null));
    }

    /** What was accepted stays accepted, also if the connection breaks. */
    private static void leave(@Nullable Transport transport) {
        try {
            if (transport != null) transport.close();
        } catch (MessagingException e) {
            LOG.debug("The connection to the mail server could not be closed.", e);
        }
    }

    private static boolean isPermanent(MessagingException failed) {
        return failed instanceof SendFailedException refused
                && refused.getInvalidAddresses() != null
                && refused.getInvalidAddresses().length > 0;
    }

    /** In words of our own: what a server says might repeat what it was told. */
    private String why(MessagingException failed) {
        String server = "The mail server " + config.host() + ":" + config.port();
        if (failed instanceof AuthenticationFailedException) return server + " refuses the configured user.";
        if (failed instanceof SendFailedException) return server + " refuses the mail.";
        if (String.valueOf(failed.getMessage()).startsWith("STARTTLS")) return server + " offers no STARTTLS.";
        for (Throwable cause = failed; cause != null; cause = cause.getCause()) {
            if (cause instanceof CertificateException)
                return server + " shows a certificate that is not trusted, or not made out to its name.";
            if (cause instanceof SocketTimeoutException) return server + " does not answer.";
            if (cause instanceof ConnectException || cause instanceof UnknownHostException)
                return server + " cannot be reached.";
        }
        return server + " cannot be used now.";
    }

    private Message message(String id, Mail mail) throws MessagingException {
        MimeBodyPart text = new MimeBodyPart();
        text.setText(mail.text(), StandardCharsets.UTF_8.name());
        MimeBodyPart html = new MimeBodyPart();
        html.setContent(mail.html(), "text/html; charset=utf-8");
        MimeMessage message = new WithMessageId(session, "<" + id + "@" + domain() + ">");
        message.setFrom(new InternetAddress(config.from()));
        message.setRecipient(
                Message.RecipientType.TO, new InternetAddress(mail.to().value(), true));
        message.setSubject(mail.subject(), StandardCharsets.UTF_8.name());
        message.setHeader("Auto-Submitted", "auto-generated");
        message.setSentDate(new Date());
        message.setContent(new MimeMultipart("alternative", text, html));
        return message;
    }

    private String domain() {
        return config.from().replaceAll(".*@", "").replaceAll("[^A-Za-z0-9.-]", "");
    }

    /** Keeps its Message-ID, so that mail servers can tell a mail that is tried again. */
    private static final class WithMessageId extends MimeMessage {
        private final String messageId;

        WithMessageId(Session session, String messageId) {
            super(session);
            this.messageId = messageId;
        }

        @Override
        protected void updateMessageID() throws MessagingException {
            setHeader("Message-ID", messageId);
        }
    }
}
