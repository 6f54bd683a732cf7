package io.cloudlab.app.e2e.people;

import static org.awaitility.Awaitility.await;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import io.cloudlab.app.e2e.RunningServer;
import jakarta.mail.MessagingException;
import jakarta.mail.Multipart;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A real mail server, and everybody's mail on it. */
public final class Mailbox implements AutoCloseable {
    private static final Pattern LINK = Pattern.compile("(\\S+)/#(?:accept-invite|reset-password)-([A-Za-z0-9_-]+)");

    private final GreenMail server = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
    private final Map<String, Integer> read = new HashMap<>();

    public Mailbox() {
        server.start();
    }

    /** Makes a server send its mail here. */
    public RunningServer.Builder serving(RunningServer.Builder builder) {
        return builder.with("CLOUDLAB_SMTP_HOST", "127.0.0.1")
                .with("CLOUDLAB_SMTP_PORT", String.valueOf(server.getSmtp().getPort()))
                .with("CLOUDLAB_SMTP_TLS", "none")
                .with("CLOUDLAB_SMTP_FROM", "lab@lab.example.org");
    }

    /** Every mail to the address so far. */
    public List<MimeMessage> mailsTo(String address) {
        List<MimeMessage> mails = new ArrayList<>();
        for (MimeMessage mail : server.getReceivedMessages()) {
            try {
                if (Arrays.stream(mail.getAllRecipients())
                        .anyMatch(each -> each.toString().equals(address))) mails.add(mail);
            } catch (MessagingException e) {
                throw new IllegalStateException(e);
            }
        }
        return mails;
    }

    /** All mails so far. */
    public int size() {
        return server.getReceivedMessages().length;
    }

    /** Waits for the next mail to the address that was not read yet. */
    public MimeMessage next(String address) {
        int number = read.merge(address, 1, Integer::sum);
        await().atMost(Duration.ofSeconds(60)).until(() -> mailsTo(address).size() >= number);
        return mailsTo(address).get(number - 1);
    }

    /** The token of the link in the next mail to the address. */
    public String token(String address) {
        return link(next(address)).group(2);
    }

    /** The link in the next mail to the address. */
    String link(String address) {
        return link(next(address)).group();
    }

    /** What the link in the mail begins with. */
    public static String base(MimeMessage mail) {
        return link(mail).group(1);
    }

    private static Matcher link(MimeMessage mail) {
        Matcher link = LINK.matcher(part(mail, 0));
        if (!link.find()) throw new AssertionError("no link in " + part(mail, 0));
        return link;
    }

    /** The text of a mail, or with 1 its HTML. */
    public static String part(MimeMessage mail, int index) {
        try {
            return String.valueOf(
                    ((Multipart) mail.getContent()).getBodyPart(index).getContent());
        } catch (IOException | MessagingException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        server.stop();
    }
}
