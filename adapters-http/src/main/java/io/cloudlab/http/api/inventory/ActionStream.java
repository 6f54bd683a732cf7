package io.cloudlab.http.api.inventory;

import com.fasterxml.jackson.databind.JsonNode;
import io.cloudlab.core.access.Caller;
import io.cloudlab.core.inventory.action.InteractiveActions;
import io.cloudlab.core.inventory.action.RunAction;
import io.cloudlab.core.jobs.job.Job;
import io.cloudlab.core.shared.NotFound;
import io.cloudlab.http.api.jobs.JobOutputStream;
import io.cloudlab.http.api.jobs.JobViewers;
import io.cloudlab.http.body.Bodies;
import io.cloudlab.http.error.Json;
import io.cloudlab.http.error.ProblemException;
import io.cloudlab.http.socket.Frames;
import io.cloudlab.http.socket.SocketStream;
import io.cloudlab.http.socket.WebSocketSession;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The socket of an action: waits for the inputs with which it is to be started, then streams the job's output. */
final class ActionStream implements SocketStream {
    private final InteractiveActions actions;
    private final JobViewers viewers;
    private final long object;
    private final String action;
    private final Supplier<Caller> again;
    private final Runnable wake;
    private final long waitsUntil;
    private volatile byte @Nullable [] start;

    /**
     * @param again tells who the caller is when it starts
     * @param timeout how long it waits to be started
     */
    ActionStream(
            InteractiveActions actions,
            JobViewers viewers,
            long object,
            String action,
            Supplier<Caller> again,
            Runnable wake,
            Duration timeout) {
        this.actions = actions;
        this.viewers = viewers;
        this.object = object;
        this.action = action;
        this.again = again;
        this.wake = wake;
        this.waitsUntil = System.nanoTime() + timeout.toNanos();
    }

    @Override
    public Executor executor() {
        return viewers.executor();
    }

    /** The first message that asks for it counts. */
    @Override
    public boolean onMessage(byte[] message) {
        if (start != null || !asksToStart(message)) return true;
        start = message;
        wake.run();
        return true;
    }

    private static boolean asksToStart(byte[] message) {
        try {
            JsonNode json = Json.MAPPER.readTree(message);
            return json.path("type").asText().equals("start");
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public boolean sendNext(WebSocketSession viewer) {
        byte[] message = start;
        if (message != null) viewer.begin(started(message));
        return false; // the job has its own turns
    }

    private SocketStream started(byte[] message) {
        RunAction wanted =
                Bodies.read(message, ActionRoutes.RunActionJson.class, false).as(action);
        Job job = actions.run(again.get(), object, wanted);
        return new JobOutputStream(
                viewers,
                actions.follow(job, wake),
                Frames.started(job),
                viewers.progress(job),
                caller -> actions.require(caller, object, action, job));
    }

    @Override
    public void requireAuthorized(Supplier<Caller> who) {
        if (actions.find(who.get(), object, action).isEmpty()) throw new NotFound("action");
        if (start == null && System.nanoTime() - waitsUntil > 0)
            throw ProblemException.at(List.of("start message"), "did not come in time", "missing");
    }

    @Override
    public void ended() {}
}
