package io.cloudlab.core.testing.fake;

import io.cloudlab.core.identity.mail.Mail;
import io.cloudlab.core.identity.mail.Mailer;
import io.cloudlab.core.testing.Eventually;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Keeps the mails it is given, or refuses them. Thread-safe. */
public final class FakeMailer implements Mailer {
    private final List<Sent> sent = new ArrayList<>();
    private final List<String> tried = new ArrayList<>();
    private @Nullable RuntimeException failure;
    private volatile Runnable during = () -> {};

    public record Sent(String id, Mail mail) {}

    /** From now on every mail is refused with this; null for none. */
    public synchronized void failing(@Nullable RuntimeException with) {
        failure = with;
    }

    /** Runs this while each mail is being sent. */
    public void whileSending(Runnable action) {
        during = action;
    }

    @Override
    public void send(String id, Mail mail) {
        during.run();
        take(id, mail);
    }

    private synchronized void take(String id, Mail mail) {
        tried.add(id);
        if (failure != null) throw failure;
        sent.add(new Sent(id, mail));
    }

    /** What was taken, in order. */
    public synchronized List<Sent> sent() {
        return List.copyOf(sent);
    }

    /** The ids of all mails it was asked to send, in order. */
    public synchronized List<String> tried() {
        return List.copyOf(tried);
    }

    /** Waits until so many mails have been taken, and returns the last of them. */
    public Mail await(int number) {
        Eventually.until(number + " mails were sent", () -> sent().size() >= number);
        return sent().get(number - 1).mail();
    }
}
