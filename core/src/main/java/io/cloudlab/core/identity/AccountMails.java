package io.cloudlab.core.identity;

import io.cloudlab.core.identity.mail.Mail;
import io.cloudlab.core.identity.mail.Outbox;
import io.cloudlab.core.identity.user.User;
import io.cloudlab.core.shared.EmailAddress;
import java.time.Duration;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Writes the mails about accounts into the outbox; without a mail server there are none. */
public final class AccountMails {
    private final Outbox outbox;

    public AccountMails(Outbox outbox) {
        this.outbox = outbox;
    }

    boolean isPossible() {
        return outbox.isPossible();
    }

    void invite(User user, EmailAddress to, String link, Duration lifetime) {
        write(
                to,
                "You are invited to CloudLab Manager",
                "Hello " + name(user) + ",",
                "You have been invited to CloudLab Manager as " + user.username() + ". Choose a password here:",
                link,
                "The link works once, within " + words(lifetime) + ".");
    }

    void reset(User user, EmailAddress to, String link, Duration lifetime) {
        write(
                to,
                "Reset your CloudLab Manager password",
                "Hello " + name(user) + ",",
                "A new password was asked for, most likely by you, for " + user.username() + ". Choose it here:",
                link,
                "The link works once, within " + words(lifetime) + ". If it was not you, ignore this mail.");
    }

    /** Notifies the former and the new address, where there is one. */
    void addressChanged(User before, User after) {
        if (!isPossible()) return;
        String subject = "The e-mail address of your CloudLab Manager account has changed";
        String told = "The e-mail address of the account " + after.username() + " has been changed.";
        String warning = "If you did not want that, tell an administrator at once.";
        if (before.email() != null)
            write(
                    new EmailAddress(before.email()),
                    subject,
                    "Hello " + name(after) + ",",
                    told + " Mails about the account no longer go to this address.",
                    null,
                    warning);
        if (after.email() != null)
            write(
                    new EmailAddress(after.email()),
                    subject,
                    "Hello " + name(after) + ",",
                    told + " Mails about the account go to this address from now on.",
                    null,
                    warning);
    }

    private void write(
            EmailAddress to, String subject, String greeting, String body, @Nullable String link, String footer) {
        String text =
                Stream.of(greeting, body, link, footer).filter(Objects::nonNull).collect(Collectors.joining("\n\n"))
                        + "\n";
        String anchor = link == null ? "" : "<p><a href=\"" + escaped(link) + "\">" + escaped(link) + "</a></p>";
        String html = "<!doctype html><html><body><p>" + escaped(greeting) + "</p><p>" + escaped(body) + "</p>" + anchor
                + "<p>" + escaped(footer) + "</p></body></html>\n";
        outbox.add(new Mail(to, subject, text, html));
    }

    private static String name(User user) {
        return user.displayName() == null ? user.username().value() : user.displayName();
    }

    private static String words(Duration lifetime) {
        if (lifetime.toHours() >= 2) return lifetime.toHours() + " hours";
        return lifetime.toMinutes() >= 1 ? lifetime.toMinutes() + " minutes" : lifetime.toSeconds() + " seconds";
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }
}
