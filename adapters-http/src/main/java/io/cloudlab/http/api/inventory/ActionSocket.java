package io.cloudlab.http.api.inventory;

import io.cloudlab.core.access.Caller;
import io.cloudlab.core.inventory.action.InteractiveActions;
import io.cloudlab.core.shared.NotFound;
import io.cloudlab.core.terminal.OpenTerminal;
import io.cloudlab.core.terminal.TerminalView;
import io.cloudlab.core.terminal.Terminals;
import io.cloudlab.core.terminal.shell.ShellUser;
import io.cloudlab.core.terminal.shell.WindowSize;
import io.cloudlab.http.api.jobs.JobViewers;
import io.cloudlab.http.api.terminals.TerminalStream;
import io.cloudlab.http.api.terminals.TypingPractice;
import io.cloudlab.http.routing.Access;
import io.cloudlab.http.routing.Param;
import io.cloudlab.http.routing.RouteGroup;
import io.cloudlab.http.routing.RouteTableBuilder;
import io.cloudlab.http.security.Budget;
import io.cloudlab.http.socket.SocketAuth;
import io.cloudlab.http.socket.SocketCall;
import io.cloudlab.http.socket.SocketOpener;
import io.cloudlab.http.socket.Sockets;
import io.cloudlab.http.socket.WebSocketSession;
import io.cloudlab.http.work.BoundedExecutor;
import io.cloudlab.http.work.OrderlyShutdown;
import io.cloudlab.http.work.Threads;
import java.time.Duration;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** {@code /api/inventory/ws/{id}/action}: terminals, and the jobs of other actions. */
public final class ActionSocket implements RouteGroup, AutoCloseable {
    static final Param<Integer> OBJECT = Param.id("The inventory object's id.");
    static final Param<String> ACTION = Param.text("action", "The action; the type's first ssh action if left out.")
            .or("");
    static final Param<String> USER = Param.text(
                    "user",
                    "Whom to be on the server: 1 to 32 letters, digits, dots,"
                            + " dashes and underscores; the login's own user if left out.")
            .or("");
    static final Param<Long> COLS = Param.number("cols", "The terminal's width in characters.", 1, WindowSize.MAX)
            .or(WindowSize.USUAL.cols());
    static final Param<Long> ROWS = Param.number("rows", "The terminal's height in characters.", 1, WindowSize.MAX)
            .or(WindowSize.USUAL.rows());
    static final Param<String> SESSION = Param.text(
                    "session", "The terminal to come back to, as connected has named it.")
            .or("");

    private static final int VIEWER_THREADS = 2;
    private static final int MAX_AT_ONCE = 64;
    private static final long CLOSING_MILLIS = 1_000;

    private final Terminals terminals;
    private final InteractiveActions actions;
    private final JobViewers jobs;
    private final SocketAuth auth;
    private final Sockets sockets;
    private final Duration timeout;
    private final ThreadPoolExecutor viewers = new ThreadPoolExecutor(
            VIEWER_THREADS,
            VIEWER_THREADS,
            0,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            Threads.numbered("cloudlab-terminal-viewers-"));
    private final AtomicBoolean practised = new AtomicBoolean();
    private final ThreadPoolExecutor openers = new ThreadPoolExecutor(
            0,
            MAX_AT_ONCE,
            10,
            TimeUnit.SECONDS,
            new SynchronousQueue<>(),
            Threads.numbered("cloudlab-terminal-openers-"));

    /** @param timeout how long an action waits to be told with which inputs it is to be started */
    public ActionSocket(
            Terminals terminals,
            InteractiveActions actions,
            JobViewers jobs,
            SocketAuth auth,
            Sockets sockets,
            Duration timeout) {
        this.terminals = terminals;
        this.actions = actions;
        this.jobs = jobs;
        this.auth = auth;
        this.sockets = sockets;
        this.timeout = timeout;
    }

    @Override
    public String name() {
        return "Terminals";
    }

    @Override
    public void declare(RouteTableBuilder routes) {
        routes.socket("openAction", "/api/inventory/ws/{id}/action")
                .by(Access.ANY_USER)
                .summary("Open a terminal on the server behind an object, or come back to one; or do something else"
                        + " with the object and watch. Needs the action's permission on the object.")
                .takes(OBJECT, SocketAuth.TOKEN, SocketAuth.TICKET, ACTION, USER, COLS, ROWS, SESSION)
                .budget(Budget.SOCKETS, Budget.JOBS)
                .answers(
                        "application/json",
                        "Text frames. Of a terminal: connected, output; the client sends input and resize. Of another"
                                + " action: the client sends start with inputs and, for some, script; started, output,"
                                + " done. Or error, then a close code.")
                .opens((SocketOpener) call -> new WebSocketSession(call, auth, sockets, viewers, this::open));
    }

    private void open(WebSocketSession viewer, Caller caller, Supplier<Caller> again) {
        SocketCall call = viewer.call();
        int object = call.get(OBJECT);
        String former = call.get(SESSION);
        String action = call.get(ACTION);
        ShellUser user = user(call.get(USER));
        WindowSize size =
                new WindowSize(call.get(COLS).intValue(), call.get(ROWS).intValue());
        if (!former.isEmpty()) {
            TerminalView back = terminals.resume(caller, object, former, again, viewer::wakeHere);
            back.resize(size);
            viewer.begin(new TerminalStream(back, true, viewers, () -> {}));
        } else if (!action.isEmpty() && actions.find(caller, object, action).isPresent()) {
            viewer.begin(new ActionStream(actions, jobs, object, action, again, viewer::wake, timeout));
        } else {
            OpenTerminal wanted = new OpenTerminal(object, action.isEmpty() ? null : action, user, size);
            later(() -> openTerminal(viewer, caller, wanted, again));
        }
    }

    /** For those who may be kept waiting; refuses when too many are. */
    private void later(Runnable opening) {
        try {
            openers.execute(opening);
        } catch (RejectedExecutionException e) {
            throw BoundedExecutor.tooMuch();
        }
    }

    private void openTerminal(WebSocketSession viewer, Caller caller, OpenTerminal wanted, Supplier<Caller> again) {
        try {
            TerminalView opened = terminals.open(caller, wanted, again, viewer::wakeHere);
            String id = opened.terminal().id();
            viewer.begin(new TerminalStream(opened, false, viewers, () -> endUnknown(caller, id)));
            practise();
        } catch (RuntimeException e) {
            viewer.refuse(e);
        }
    }

    /** Ends a terminal that its client cannot come back to, since it was never told the id. */
    private void endUnknown(Caller caller, String id) {
        try {
            viewers.execute(() -> {
                try {
                    terminals.end(caller, id);
                } catch (NotFound e) {
                    // it has ended meanwhile
                }
            });
        } catch (RejectedExecutionException e) {
            // the server stops, and ends all terminals
        }
    }

    /** Once there is a terminal, what is typed into it soon is to find compiled code. */
    private void practise() {
        if (!practised.compareAndSet(false, true)) return;
        Thread practice = Threads.named("cloudlab-terminal-practice").newThread(TypingPractice::run);
        practice.setPriority(Thread.MIN_PRIORITY);
        practice.start();
    }

    /** @return null if no user is named */
    private static @Nullable ShellUser user(String name) {
        return name.isEmpty() ? null : new ShellUser(name);
    }

    @Override
    public void close() {
        openers.shutdown(); // they may wait for servers that do not answer
        OrderlyShutdown.of(viewers, CLOSING_MILLIS);
    }
}
