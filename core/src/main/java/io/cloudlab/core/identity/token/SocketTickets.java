package io.cloudlab.core.identity.token;

import io.cloudlab.core.access.Caller;
import io.cloudlab.core.identity.session.Session;
import io.cloudlab.core.identity.session.SignIn;
import io.cloudlab.core.identity.session.Unauthenticated;
import io.cloudlab.core.shared.InvalidInput;
import io.cloudlab.core.shared.Transactions;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Base64;

/**
 * Issues and checks tickets for WebSockets: a ticket in the URL replaces the session's token, since proxies log URLs. A
 * ticket opens one socket, once, within {@link #LIFETIME}. Thread-safe.
 *
 * <p>A ticket contains its session. The stored hash covers the whole ticket and the path of its socket, so neither can be
 * changed.
 */
public final class SocketTickets {
    public static final Duration LIFETIME = Duration.ofSeconds(30);

    private static final String SEPARATOR = "\n";
    private static final int PARTS = 7;

    private final Transactions transactions;
    private final TokenStore store;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();

    public SocketTickets(Transactions transactions, TokenStore store, Clock clock) {
        this.transactions = transactions;
        this.store = store;
        this.clock = clock;
    }

    /**
     * A ticket for the caller's own session.
     *
     * @param target the socket's path
     */
    public String issue(Caller caller, Session session, String target) {
        if (target.isEmpty() || target.length() > 200) throw new InvalidInput("path", "must have 1 to 200 characters");
        Instant now = clock.instant();
        String ticket = encode(session);
        transactions.run(() -> {
            store.forgetExpired(now);
            store.insert(new AccountToken(
                    hash(ticket, target), AccountToken.Purpose.SOCKET, session.userId(), now.plus(LIFETIME)));
        });
        return ticket;
    }

    /**
     * Spends a ticket. {@link SignIn#caller} then checks whether the session is still valid.
     *
     * @throws Unauthenticated if it is no ticket for this socket, was used before, or is too old
     */
    public Session redeem(String ticket, String target) {
        Session session = decode(ticket);
        boolean good = transactions.call(
                () -> store.spend(hash(ticket, target), AccountToken.Purpose.SOCKET, clock.instant()));
        if (!good) throw bad();
        return session;
    }

    private String encode(Session session) {
        String text = String.join(
                SEPARATOR,
                String.valueOf(session.userId()),
                session.username(),
                String.valueOf(session.tokenVersion()),
                session.id(),
                session.issuedAt().toString(),
                session.expiresAt().toString(),
                AccountToken.newText(random));
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static Session decode(String ticket) {
        try {
            String[] parts = new String(Base64.getUrlDecoder().decode(ticket), StandardCharsets.UTF_8).split(SEPARATOR);
            if (parts.length != PARTS) throw bad();
            return new Session(
                    Integer.parseInt(parts[0]),
                    parts[1],
                    Integer.parseInt(parts[2]),
                    parts[3],
                    Instant.parse(parts[4]),
                    Instant.parse(parts[5]));
        } catch (IllegalArgumentException | DateTimeParseException e) {
            throw bad();
        }
    }

    private static String hash(String ticket, String target) {
        return AccountToken.hash(ticket + SEPARATOR + target);
    }

    private static Unauthenticated bad() {
        return new Unauthenticated("bad-ticket", "This ticket is not valid.");
    }
}
