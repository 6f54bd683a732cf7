package io.cloudlab.core.identity;

import io.cloudlab.core.access.AclStore;
import io.cloudlab.core.access.RoleStore;
import io.cloudlab.core.audit.AuditTrail;
import io.cloudlab.core.shared.Transactions;
import io.cloudlab.core.shared.Unfailing;
import io.cloudlab.core.vault.MasterKey;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Puts the use cases about people together, and keeps their mail going. Thread-safe. */
public final class People implements AutoCloseable {
    private static final System.Logger LOGGER = System.getLogger(People.class.getName());
    private static final long POLL_SECONDS = 5;
    private static final long CLOSING_MILLIS = 1_000;

    private final Users users;
    private final Invitations invitations;
    private final Passwords passwords;
    private final SocketTickets socketTickets;
    private final @Nullable Outbox outbox;
    private volatile boolean closing;
    private final ScheduledExecutorService postman = thread("cloudlab-mail");
    private final ScheduledExecutorService renewals = thread("cloudlab-mail-renewal");

    /** What the use cases are made of; {@code mailer} is null where no mail can be sent. */
    public record Parts(
            Transactions transactions,
            UserStore users,
            RoleStore roles,
            AclStore rules,
            TokenStore tokens,
            OutboxStore outbox,
            @Nullable Mailer mailer,
            PasswordHasher hasher,
            SignIn signIn,
            MasterKey key,
            AuditTrail audit,
            Clock clock) {}

    /** @param base what links in mails begin with */
    public People(Parts parts, Supplier<URI> base, Duration inviteLifetime, Duration resetLifetime) {
        Tokens invites = new Tokens(parts.tokens(), AccountToken.Purpose.INVITE, inviteLifetime, parts.clock());
        Tokens resets = new Tokens(parts.tokens(), AccountToken.Purpose.RESET, resetLifetime, parts.clock());
        AccountGuard guard = new AccountGuard(parts.users(), parts.roles(), parts.rules());
        Links links = new Links(base);
        this.outbox =
                parts.mailer() == null ? null : new Outbox(parts.outbox(), parts.mailer(), parts.key(), parts.clock());
        Post post = new Post(outbox, () -> parts.transactions().afterCommit(this::sendSoon));
        this.users = new Users(parts, guard, invites, resets, post);
        this.invitations = new Invitations(parts, guard, invites, links, post);
        this.passwords = new Passwords(parts, guard, resets, links, post);
        this.socketTickets = new SocketTickets(parts.transactions(), parts.tokens(), parts.clock());
    }

    public Users users() {
        return users;
    }

    public Invitations invitations() {
        return invitations;
    }

    public Passwords passwords() {
        return passwords;
    }

    public SocketTickets socketTickets() {
        return socketTickets;
    }

    /** Begins to send what waits in the outbox: at once what is written here, and every few seconds what is due again. */
    public void start() {
        if (outbox == null) return;
        long renewal = Outbox.RENEWAL.toSeconds();
        postman.scheduleWithFixedDelay(
                new Unfailing("sending of mails", this::sendWaiting), 0, POLL_SECONDS, TimeUnit.SECONDS);
        renewals.scheduleWithFixedDelay(
                new Unfailing("keeping of a mail that is sent", outbox::renew), renewal, renewal, TimeUnit.SECONDS);
    }

    private void sendSoon() {
        try {
            postman.execute(new Unfailing("sending of mails", this::sendWaiting));
        } catch (RejectedExecutionException closed) {
            // The mail is in the outbox, and leaves after the next start.
        }
    }

    private void sendWaiting() {
        while (!closing && outbox != null && outbox.sendNext()) {
            // until nothing is due
        }
    }

    private static ScheduledExecutorService thread(String name) {
        return Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, name);
            thread.setDaemon(true);
            return thread;
        });
    }

    /** A mail that is being sent has a moment to arrive; what waits leaves after the next start. */
    @Override
    public void close() {
        closing = true;
        renewals.shutdown();
        postman.shutdown();
        try {
            postman.awaitTermination(CLOSING_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
