package io.cloudlab.core.identity.session;

import io.cloudlab.core.access.Caller;
import io.cloudlab.core.audit.AuditTrail;
import io.cloudlab.core.identity.user.User;
import io.cloudlab.core.identity.user.UserStore;
import io.cloudlab.core.shared.NotFound;
import io.cloudlab.core.shared.Transactions;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Shows callers their own sessions, and ends them. Ended sessions are refused at once. Thread-safe. */
public final class Sessions {
    private final Transactions transactions;
    private final UserStore users;
    private final SessionStore store;
    private final SignIn signIn;
    private final AuditTrail audit;
    private final Clock clock;

    Sessions(
            Transactions transactions,
            UserStore users,
            SessionStore store,
            SignIn signIn,
            AuditTrail audit,
            Clock clock) {
        this.transactions = transactions;
        this.users = users;
        this.store = store;
        this.signIn = signIn;
        this.audit = audit;
        this.clock = clock;
    }

    /** The newest first. */
    public List<OpenSession> own(Caller caller) {
        return open(user(caller));
    }

    /** @throws NotFound if the caller has no such session, or it has ended */
    public void end(Caller caller, String id) {
        transactions.run(() -> {
            User user = user(caller);
            OpenSession session = open(user).stream()
                    .filter(each -> each.id().equals(id))
                    .findFirst()
                    .orElseThrow(() -> new NotFound("session"));
            revoke(session);
            audit.record(caller, "session.end", "users/" + user.id(), Map.of("session", id));
        });
    }

    /**
     * Ends all sessions of the caller but one.
     *
     * @param kept the id of the session that goes on; null to end all
     * @return how many were ended
     */
    public int endOthers(Caller caller, @Nullable String kept) {
        return transactions.call(() -> {
            User user = user(caller);
            int ended = endOthers(user, kept);
            audit.record(caller, "session.end_others", "users/" + user.id(), Map.of("ended", ended));
            return ended;
        });
    }

    /** Call inside the transaction of the change that makes this necessary. */
    public int endOthers(User user, @Nullable String kept) {
        int ended = 0;
        for (List<OpenSession> others = others(user, kept); !others.isEmpty(); others = others(user, kept)) {
            others.forEach(this::revoke); // there may be more than are listed
            ended += others.size();
        }
        return ended;
    }

    private List<OpenSession> others(User user, @Nullable String kept) {
        return open(user).stream().filter(each -> !each.id().equals(kept)).toList();
    }

    private void revoke(OpenSession session) {
        store.revoke(session.userId(), session.id(), session.expiresAt());
        transactions.afterCommit(() -> signIn.forget(session.userId()));
    }

    private List<OpenSession> open(User user) {
        return store.open(user.id(), user.tokenVersion(), clock.instant());
    }

    private User user(Caller caller) {
        Integer id = caller.userId();
        if (id == null) throw Unauthenticated.sessionOver();
        return users.find(id).orElseThrow(Unauthenticated::sessionOver);
    }
}
