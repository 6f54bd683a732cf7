package io.cloudlab.core.identity;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Writes the mails people are sent, and drops them into the outbox; without a mail server there is none. */
final class Post {
    private final @Nullable Outbox outbox;
    private final Runnable written;

    /** @param written called in the transaction that has written a mail */
    Post(@Nullable Outbox outbox, Runnable written) {
        this.outbox = outbox;
        this.written = written;
    }

    boolean isPossible() {
        return outbox != null;
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
                "Somebody, most likely you, has asked for a new password for " + user.username() + ". Choose it here:",
                link,
                "The link works once, within " + words(lifetime) + ". If it was not you, ignore this mail.");
    }

    private void write(EmailAddress to, String subject, String greeting, String body, String link, String footer) {
        if (outbox == null) throw new IllegalStateException("no mail can be sent");
        String text = String.join("\n\n", greeting, body, link, footer) + "\n";
        String html = "<!doctype html><html><body><p>" + escaped(greeting) + "</p><p>" + escaped(body)
                + "</p><p><a href=\"" + escaped(link) + "\">" + escaped(link) + "</a></p><p>" + escaped(footer)
                + "</p></body></html>\n";
        outbox.add(new Mail(to, subject, text, html));
        written.run();
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
