package io.cloudlab.core.terminal;

import io.cloudlab.core.access.Caller;
import io.cloudlab.core.access.Permission;
import io.cloudlab.core.audit.AuditEntry;
import io.cloudlab.core.audit.AuditTrail;
import io.cloudlab.core.identity.session.Unauthenticated;
import io.cloudlab.core.shared.BackgroundExecutors;
import io.cloudlab.core.terminal.shell.ShellLogin;
import io.cloudlab.core.terminal.shell.ShellUser;
import io.cloudlab.core.terminal.shell.WindowSize;
import io.cloudlab.core.testing.Eventually;
import io.cloudlab.core.testing.MutableClock;
import io.cloudlab.core.testing.fake.FakeRemoteShell;
import io.cloudlab.core.testing.fake.FakeTerminalTargets;
import io.cloudlab.core.testing.memory.InMemoryStores;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** Terminals on two fake servers, with a time that the test moves. */
abstract class TerminalFixture {
    static final TerminalLimits LIMITS =
            new TerminalLimits(2, 3, Duration.ofMinutes(30), Duration.ofHours(12), Duration.ofMinutes(2));

    final InMemoryStores stores = new InMemoryStores();
    final MutableClock clock = new MutableClock(Instant.parse("2026-03-01T09:00:00Z"));
    final AtomicLong nanos = new AtomicLong();
    final FakeRemoteShell shells = new FakeRemoteShell();
    final FakeTerminalTargets targets =
            new FakeTerminalTargets().server(17, "wiki01").server(18, "wiki02").server(19, "unknown");
    final AuditTrail audit = new AuditTrail(stores.audit(), clock);
    final HostKeys hostKeys = new HostKeys(stores.transactions(), stores.hostKeys(), audit, clock);
    final Terminals terminals = new Terminals(
            new TerminalSetup(
                    shells,
                    (host, address) -> host.equals("unknown")
                            ? Optional.empty()
                            : Optional.of(new ShellLogin(address, 22, ShellUser.ROOT, new byte[] {1})),
                    LIMITS,
                    targets),
            targets,
            hostKeys,
            stores.transactions(),
            audit,
            clock,
            nanos::get,
            BackgroundExecutors.DAEMON_THREADS);
    final AtomicInteger wakeUps = new AtomicInteger();
    final Caller mira = caller(4, "mira", FakeTerminalTargets.SSH);

    @BeforeEach
    void start() {
        terminals.start();
    }

    @AfterEach
    void close() {
        terminals.close();
    }

    static Caller caller(int id, String name, Permission... permissions) {
        return Caller.user(id, name, Set.of(permissions), "203.0.113.9");
    }

    static OpenTerminal on(int object) {
        return new OpenTerminal(object, null, null, WindowSize.USUAL);
    }

    TerminalView open(Caller caller, int object) {
        return open(caller, object, () -> caller);
    }

    TerminalView open(Caller caller, int object, Supplier<Caller> again) {
        return terminals.open(caller, on(object), again, wakeUps::incrementAndGet);
    }

    TerminalView resume(Caller caller, TerminalView former) {
        return terminals.resume(caller, 17, former.terminal().id(), () -> caller, wakeUps::incrementAndGet);
    }

    static String read(TerminalView view) {
        return read(view, 10_000);
    }

    static String read(TerminalView view, int max) {
        StringBuilder text = new StringBuilder();
        byte[] buffer = new byte[max];
        for (int length = view.read(buffer); length > 0; length = view.read(buffer)) {
            text.append(new String(buffer, 0, length, StandardCharsets.UTF_8));
        }
        return text.toString();
    }

    void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    static void awaitEnd(TerminalView view, TerminalEnd.Cause cause) {
        Eventually.until(
                "the terminal has ended: " + cause,
                () -> view.end().map(TerminalEnd::cause).orElse(null) == cause);
    }

    static Unauthenticated signedOut() {
        return new Unauthenticated("session-over", "The session is over.");
    }

    /** The newest first. */
    List<AuditEntry> audited(String action) {
        return stores.audit().latest(100).stream()
                .filter(entry -> entry.action().equals(action))
                .toList();
    }

    @Nullable
    Object detail(AuditEntry entry, String name) {
        return entry.details().get(name);
    }
}
