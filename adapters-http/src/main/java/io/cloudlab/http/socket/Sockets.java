package io.cloudlab.http.socket;

import io.cloudlab.core.shared.Unfailing;
import io.cloudlab.http.error.ProblemException;
import io.cloudlab.http.error.Problems;
import io.cloudlab.http.work.Threads;
import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.channels.NetworkChannel;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.websocket.core.Configuration;
import org.eclipse.jetty.websocket.core.FrameHandler;
import org.eclipse.jetty.websocket.core.WebSocketComponents;
import org.eclipse.jetty.websocket.core.server.ServerUpgradeRequest;
import org.eclipse.jetty.websocket.core.server.ServerUpgradeResponse;
import org.eclipse.jetty.websocket.core.server.WebSocketMappings;
import org.eclipse.jetty.websocket.core.server.WebSocketNegotiator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The open WebSockets. They are upgraded on Jetty's own level, below servlets, where a frame can be sent without
 * blocking, copying or a session object of the servlet kind.
 */
public final class Sockets implements AutoCloseable {
    /** The largest frame sent, and the largest message taken. */
    static final int MAX_BYTES = 64 * 1024;

    /**
     * What the system may hold of what was sent and not yet taken. Left to itself it holds megabytes for each viewer who
     * does not read.
     */
    private static final int SEND_BUFFER = MAX_BYTES / 4;

    /** The same for a client that does read: with less, it has to wait. */
    private static final int READERS_SEND_BUFFER = 8 * MAX_BYTES;

    private static final Logger LOG = LoggerFactory.getLogger(Sockets.class);

    /** Longer than the time between two pings. */
    private static final Duration SILENCE = Duration.ofSeconds(60);

    private final Set<Live> live = ConcurrentHashMap.newKeySet();
    private final ScheduledExecutorService watch;
    private volatile boolean closing;
    private final WebSocketMappings mappings = new WebSocketMappings(new WebSocketComponents());
    private final Configuration.Customizer limits = session -> {
        session.setMaxFrameSize(MAX_BYTES);
        session.setAutoFragment(true);
        session.setIdleTimeout(SILENCE);
    };

    /** A conversation that is under way. Its methods must return at once. */
    interface Live {
        /** Called about every second. */
        void tick();

        /** Closes with the code for a restart; {@code done} is called when that has been sent, or never if it cannot be. */
        void restart(Runnable done);
    }

    public Sockets(Duration betweenTicks) {
        this.watch = Executors.newSingleThreadScheduledExecutor(Threads.named("cloudlab-sockets"));
        long millis = betweenTicks.toMillis();
        watch.scheduleWithFixedDelay(
                new Unfailing("periodic check of WebSockets", this::tick), millis, millis, TimeUnit.MILLISECONDS);
    }

    /** Upgrades the request, or refuses it with 426 if it does not ask for that. */
    public void upgrade(SocketCall call, Request request, Response response, Callback callback) {
        upgrade(() -> call.opener().open(call), request, response, callback);
    }

    public void upgrade(Supplier<WebSocketConnection> opener, Request request, Response response, Callback callback) {
        EndPoint connection = request.getConnectionMetaData().getConnection().getEndPoint();
        WebSocketNegotiator negotiator = new WebSocketNegotiator() {
            @Override
            public FrameHandler negotiate(ServerUpgradeRequest ask, ServerUpgradeResponse answer, Callback ignored) {
                answer.removeExtensions(answer.getExtensions()); // compression would let small frames grow large
                limitSendBuffer(connection, SEND_BUFFER);
                WebSocketConnection conversation = opener.get();
                conversation.whenRead(() -> limitSendBuffer(connection, READERS_SEND_BUFFER));
                return conversation;
            }
        };
        if (!mappings.upgrade(negotiator, request, response, callback, limits)) {
            response.getHeaders().put("Upgrade", "websocket");
            throw new ProblemException(Problems.ofStatus(426));
        }
    }

    private static void limitSendBuffer(EndPoint connection, int bytes) {
        if (!(connection.getTransport() instanceof NetworkChannel channel)) return;
        try {
            channel.setOption(StandardSocketOptions.SO_SNDBUF, bytes);
        } catch (IOException e) {
            LOG.debug("The send buffer of a WebSocket could not be limited.", e);
        }
    }

    /** @return false if the server is stopping: the conversation must say so and end */
    boolean opened(Live conversation) {
        live.add(conversation);
        return !closing; // set before those that are open are told, so a new one is told by one of the two
    }

    void closed(Live conversation) {
        live.remove(conversation);
    }

    public int count() {
        return live.size();
    }

    private void tick() {
        for (Live each : live) {
            try {
                each.tick();
            } catch (RuntimeException | Error e) {
                LOG.warn("The periodic check of a WebSocket failed.", e);
            }
        }
    }

    /** Tells all that the server goes away, and waits a moment for that to be sent. */
    @Override
    public void close() {
        watch.shutdown();
        closing = true;
        Set<Live> all = Set.copyOf(live);
        CountDownLatch told = new CountDownLatch(all.size());
        all.forEach(each -> each.restart(told::countDown));
        try {
            told.await(1, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
