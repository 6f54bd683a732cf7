package io.cloudlab.core.terminal;

import io.cloudlab.core.access.Caller;
import io.cloudlab.core.access.Permission;
import io.cloudlab.core.audit.AuditTrail;
import io.cloudlab.core.shared.BackgroundExecutors;
import io.cloudlab.core.shared.CloudLabException;
import io.cloudlab.core.shared.ErrorKind;
import io.cloudlab.core.shared.NotFound;
import io.cloudlab.core.shared.Transactions;
import io.cloudlab.core.terminal.TerminalEnd.Cause;
import io.cloudlab.core.terminal.shell.CannotConnect;
import io.cloudlab.core.terminal.shell.HostKeyChanged;
import io.cloudlab.core.terminal.shell.RemoteShell;
import io.cloudlab.core.terminal.shell.ServerKey;
import io.cloudlab.core.terminal.shell.Shell;
import io.cloudlab.core.terminal.shell.ShellLogin;
import io.cloudlab.core.terminal.shell.ShellUser;
import io.cloudlab.core.terminal.shell.WindowSize;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Opens shells on the servers of the inventory for people, keeps them while their connection is gone, and ends them when
 * their time is over or they are no longer permitted. Thread-safe.
 */
public final class Terminals implements AutoCloseable {
    private static final int ID_BYTES = 16;

    private final TerminalSetup setup;
    private final TerminalTargets targets;
    private final TerminalLimits limits;
    private final HostKeys hostKeys;
    private final Transactions transactions;
    private final AuditTrail audit;
    private final Clock clock;
    private final LongSupplier nanos;
    private final TerminalThreads threads;
    private final SecureRandom random = new SecureRandom();
    private final Map<String, TerminalSession> sessions = new ConcurrentHashMap<>();
    private boolean closed;

    /**
     * @param targets the servers terminals can be opened on
     * @param nanos a time in nanoseconds that never goes back
     */
    public Terminals(
            TerminalSetup setup,
            TerminalTargets targets,
            HostKeys hostKeys,
            Transactions transactions,
            AuditTrail audit,
            Clock clock,
            LongSupplier nanos,
            BackgroundExecutors executors) {
        this.setup = setup;
        this.targets = targets;
        this.limits = setup.limits();
        this.hostKeys = hostKeys;
        this.transactions = transactions;
        this.audit = audit;
        this.clock = clock;
        this.nanos = nanos;
        this.threads = new TerminalThreads(executors);
    }

    /** Begins to end terminals whose time is over or whose users are no longer permitted. */
    public void start() {
        threads.start(this::check);
    }

    /** The keys of the servers. */
    public HostKeys hostKeys() {
        return hostKeys;
    }

    /**
     * Opens a terminal; blocks while it is connected, for less than 30 seconds.
     *
     * @param again tells who the caller is from now on, and throws when they are signed in no longer; asked every second or two
     * @param wake is told when there may be something to read or room to type, by any thread, which may read at
     *     once; must not block
     * @throws NotFound if there is no such object or action, or no host
     * @throws io.cloudlab.core.access.Denied if the caller may not
     * @throws CannotConnect if the server cannot be reached or is not to be trusted
     * @throws CloudLabException of kind {@link ErrorKind#TOO_MANY} at the limits
     */
    public TerminalView open(Caller caller, OpenTerminal wanted, Supplier<Caller> again, Runnable wake) {
        TerminalTarget target = targets.resolve(caller, wanted.objectId(), wanted.action());
        ShellLogin login = login(target);
        targets.requireHost(caller, target, onlyHost(login));
        ShellUser user = wanted.user() == null ? login.user() : wanted.user();
        TerminalSession session = session(caller, target, login, user, again);
        admit(session);
        try {
            recordStart(session);
            connect(session, login.as(user), wanted.size());
            return session.attach(caller, again, wake);
        } catch (RuntimeException e) {
            session.end(TerminalEnd.of(Cause.NOT_OPENED));
            throw e;
        }
    }

    /**
     * Takes up a terminal again that this caller has opened before; the last of what was printed is replayed. As {@link
     * #open} else.
     *
     * @throws NotFound if the caller has no such terminal on this object, or has it no more
     */
    public TerminalView resume(Caller caller, long objectId, String id, Supplier<Caller> again, Runnable wake) {
        TerminalSession session = sessions.get(id);
        if (session == null
                || !session.isConnected()
                || session.target().objectId() != objectId
                || !isOwn(caller, session)) throw new NotFound("terminal");
        require(caller, session);
        return session.attach(caller, again, wake);
    }

    /** The open terminals of the caller, or of all users if they may see them, the oldest first. */
    public List<TerminalInfo> list(Caller caller) {
        boolean all = caller.may(Permission.TERMINALS_VIEW_ALL);
        return sessions.values().stream()
                .filter(session -> session.isConnected() && (all || isOwn(caller, session)))
                .map(TerminalSession::info)
                .sorted(Comparator.comparing(TerminalInfo::openedAt).thenComparing(TerminalInfo::id))
                .toList();
    }

    /** Ends a terminal the caller can see. @throws NotFound if they see none with this id */
    public void end(Caller caller, String id) {
        TerminalSession session = sessions.get(id);
        if (session == null || !(caller.may(Permission.TERMINALS_VIEW_ALL) || isOwn(caller, session)))
            throw new NotFound("terminal");
        transactions.run(() -> audit.record(
                caller,
                "terminal.close",
                session.target().resource(),
                Map.of("terminal", id, "owner", Objects.toString(session.info().owner(), ""))));
        session.end(TerminalEnd.of(Cause.CLOSED));
    }

    private ShellLogin login(TerminalTarget target) {
        ShellLogin own = target.own();
        if (own != null) return own;
        return setup.logins()
                .find(target.host(), target.address())
                .orElseThrow(() -> new CannotConnect(
                        "no-credentials", "No service has left credentials for the host of this object."));
    }

    private TerminalSession session(
            Caller caller, TerminalTarget target, ShellLogin login, ShellUser user, Supplier<Caller> again) {
        byte[] id = new byte[ID_BYTES];
        random.nextBytes(id);
        TerminalInfo info = new TerminalInfo(
                HexFormat.of().formatHex(id),
                target,
                login.host(),
                user.value(),
                login.user().value(),
                caller.userId(),
                caller.username(),
                clock.instant(),
                true);
        return new TerminalSession(info, onlyHost(login), caller, again, threads.workers(), nanos, this::hasEnded);
    }

    private synchronized void admit(TerminalSession session) {
        if (closed) throw tooMany("CloudLab Manager stops.");
        if (sessions.size() >= limits.inAll()) throw tooMany("As many terminals are open as there may be.");
        long own = sessions.values().stream()
                .filter(each -> isOwn(session.caller(), each))
                .count();
        if (own >= limits.perUser())
            throw tooMany("You have as many terminals open as you may have; end one of them first.");
        sessions.put(session.id(), session);
    }

    private static CloudLabException tooMany(String detail) {
        return new CloudLabException(ErrorKind.TOO_MANY, "too-many-terminals", detail);
    }

    private void connect(TerminalSession session, ShellLogin login, WindowSize size) {
        TerminalTarget target = session.target();
        ServerKey pinned = hostKeys.expected(target.pin(), login.host(), login.port());
        try {
            Shell shell = setup.remoteShell()
                    .open(new RemoteShell.Request(login, pinned, size, TerminalSession.UNREAD), session);
            session.connect(shell); // from now on it is closed with the session
            TerminalEnd end = session.end();
            if (end != null) shell.close(); // which had ended before
            if (end != null && end.cause() != Cause.EXITED)
                throw new CannotConnect("connection-lost", end.cause().sentence());
            hostKeys.confirm(session.caller(), target.pin(), login.host(), login.port(), shell.serverKey());
        } catch (HostKeyChanged e) {
            hostKeys.refused(session.caller(), target.pin(), login.host(), login.port(), e.shown());
            throw e;
        }
    }

    private void hasEnded(TerminalSession session, TerminalEnd end) {
        sessions.remove(session.id());
        threads.finish(() -> {
            try {
                recordEnd(session, end);
            } finally {
                Shell shell = session.shell();
                if (shell != null) shell.close();
            }
        });
    }

    /** Called about every second. */
    private void check() {
        for (TerminalSession session : sessions.values()) {
            Cause overdue = session.overdue(limits);
            if (overdue == null) overdue = refusal(session);
            if (overdue != null) session.end(TerminalEnd.of(overdue));
        }
    }

    /** Behind another port than the usual one, an address may be shared by many hosts, as behind a router. */
    private static @Nullable String onlyHost(ShellLogin login) {
        return login.port() == ShellLogin.USUAL_PORT ? login.host() : null;
    }

    private void require(Caller caller, TerminalSession session) {
        targets.require(caller, session.target(), session.onlyHost());
    }

    private @Nullable Cause refusal(TerminalSession session) {
        try {
            require(session.again().get(), session);
            return null;
        } catch (CloudLabException e) {
            return switch (e.kind()) {
                case UNAVAILABLE -> null; // unknown now; ask again later
                case UNAUTHENTICATED -> Cause.SIGNED_OUT;
                default -> Cause.FORBIDDEN;
            };
        }
    }

    private void recordStart(TerminalSession session) {
        record(session, Map.of("event", "start"));
    }

    private void recordEnd(TerminalSession session, TerminalEnd end) {
        Map<String, Object> details = new LinkedHashMap<>();
        details.put("event", "end");
        details.put("duration_seconds", session.age());
        details.put("reason", end.cause().name().toLowerCase(Locale.ROOT));
        Integer exitCode = end.exitCode();
        if (exitCode != null) details.put("exit_code", exitCode);
        record(session, details);
    }

    private void record(TerminalSession session, Map<String, Object> more) {
        TerminalInfo info = session.info();
        Map<String, Object> details = new LinkedHashMap<>(more);
        details.put("terminal", info.id());
        details.put("object", info.target().name());
        details.put("host", info.address());
        details.put("user", info.user());
        transactions.run(() -> audit.record(
                session.caller(), info.target().auditAction(), info.target().resource(), details));
    }

    private static boolean isOwn(Caller caller, TerminalSession session) {
        TerminalInfo info = session.info();
        return Objects.equals(caller.userId(), info.ownerId()) && Objects.equals(caller.username(), info.owner());
    }

    /** Ends all terminals, and waits a few seconds for that to be recorded. */
    @Override
    public void close() {
        synchronized (this) {
            closed = true;
        }
        sessions.values().forEach(session -> session.end(TerminalEnd.of(Cause.SERVER_STOPS)));
        threads.close();
        setup.remoteShell().close();
    }
}
