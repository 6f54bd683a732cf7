package io.cloudlab.http.socket;

import io.cloudlab.core.access.Caller;
import io.cloudlab.core.identity.session.Session;
import io.cloudlab.core.identity.session.SignIn;
import io.cloudlab.core.identity.session.Unauthenticated;
import io.cloudlab.core.identity.token.SocketTickets;
import io.cloudlab.http.routing.Param;
import io.cloudlab.http.security.Budget;
import io.cloudlab.http.security.Budgets;
import io.cloudlab.http.security.Tokens;

/**
 * Finds out who opens a WebSocket.
 *
 * @param tokensInQuery whether a token may stand in the address, where others may write it down
 */
public record SocketAuth(Tokens tokens, SocketTickets tickets, SignIn signIn, boolean tokensInQuery, Budgets budgets) {
    public static final Param<String> TOKEN = Param.text(
                    "token", "A session token, if not in the Authorization header.")
            .or("");
    public static final Param<String> TICKET = Param.text("ticket", "A ticket for this socket, instead of a token.")
            .or("");

    /** Spends the ticket, if there is one. @throws Unauthenticated without a good token or ticket */
    Session session(SocketCall call) {
        if (!tokensInQuery && !call.get(TOKEN).isEmpty())
            throw new Unauthenticated("token-in-query", "This server takes tickets in place of tokens in addresses.");
        String ticket = call.get(TICKET);
        return ticket.isEmpty() ? call.session(tokens) : tickets.redeem(ticket, call.path());
    }

    /** @throws Unauthenticated if the session does not stand any more */
    Caller caller(Session session, SocketCall call) {
        return signIn.caller(session, call.address());
    }

    /** Takes the caller's share for one WebSocket. @throws ProblemException with 429 if the caller has too many */
    Budgets.Held place(Caller caller) {
        return budgets.take(Budget.SOCKETS, caller);
    }
}
