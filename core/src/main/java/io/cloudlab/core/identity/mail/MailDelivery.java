package io.cloudlab.core.identity.mail;

import io.cloudlab.core.shared.BackgroundExecutors;
import io.cloudlab.core.shared.Unfailing;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Sends the mails of the outbox: new ones of this server at once, and every few seconds those due for a retry. */
public final class MailDelivery implements AutoCloseable {
    private static final long POLL_SECONDS = 5;
    private static final long CLOSING_MILLIS = 1_000;

    private final Outbox outbox;
    private final ScheduledExecutorService sender;
    private final ScheduledExecutorService renewals;
    private volatile boolean closing;

    public MailDelivery(Outbox outbox, BackgroundExecutors executors) {
        this.outbox = outbox;
        this.sender = executors.scheduler("cloudlab-mail");
        this.renewals = executors.scheduler("cloudlab-mail-renewal");
    }

    public void start() {
        if (!outbox.isPossible()) return;
        long renewal = Outbox.RENEWAL.toSeconds();
        Runnable sending = new Unfailing("sending of mails", this::sendWaiting);
        outbox.onAdded(() -> sendSoon(sending));
        sender.scheduleWithFixedDelay(sending, 0, POLL_SECONDS, TimeUnit.SECONDS);
        renewals.scheduleWithFixedDelay(
                new Unfailing("keeping of a mail that is sent", outbox::renew), renewal, renewal, TimeUnit.SECONDS);
    }

    private void sendSoon(Runnable sending) {
        try {
            sender.execute(sending);
        } catch (RejectedExecutionException e) {
            // closed: the mail is in the outbox, and leaves after the next start
        }
    }

    private void sendWaiting() {
        while (!closing && outbox.sendNext()) {
            // until nothing is due
        }
    }

    /** Waits a moment for the mail that is being sent; the other mails are sent after the next start. */
    @Override
    public void close() {
        closing = true;
        renewals.shutdown();
        sender.shutdown();
        try {
            sender.awaitTermination(CLOSING_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
