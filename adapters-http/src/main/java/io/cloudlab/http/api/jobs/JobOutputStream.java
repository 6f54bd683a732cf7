package io.cloudlab.http.api.jobs;

import io.cloudlab.core.access.Caller;
import io.cloudlab.core.jobs.log.JobFollower;
import io.cloudlab.core.jobs.log.JobFollower.Update;
import io.cloudlab.http.socket.Frames;
import io.cloudlab.http.socket.SocketStream;
import io.cloudlab.http.socket.WebSocketSession;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** The output of a job, from some line on, and its end. */
public final class JobOutputStream implements SocketStream {
    /** A little less than fits into a frame, since a line costs three bytes more there. */
    private static final int RAW_BYTES = 62 * 1024;

    private static final int FINISHED = 1000;

    private final JobViewers viewers;
    private final JobFollower follower;
    private final Consumer<Caller> stillAllowed;
    private final ProgressFrames progress;
    private final Queue<ByteBuffer> ready = new ArrayDeque<>();

    /**
     * @param first what is said before anything is shown
     * @param progress of its playbooks
     * @param stillAllowed throws if the caller may not watch it any more
     */
    public JobOutputStream(
            JobViewers viewers,
            JobFollower follower,
            ByteBuffer first,
            ProgressFrames progress,
            Consumer<Caller> stillAllowed) {
        this.progress = progress;
        this.viewers = viewers;
        this.follower = follower;
        this.stillAllowed = stillAllowed;
        ready.add(first);
    }

    @Override
    public Executor executor() {
        return viewers.executor();
    }

    @Override
    public boolean sendNext(WebSocketSession viewer) {
        ByteBuffer message = ready.poll();
        if (message == null) message = progress.next(false);
        if (message == null) {
            Update update = follower.next(RAW_BYTES);
            if (update instanceof Update.Done done) {
                ByteBuffer last = progress.next(true);
                if (last != null) {
                    viewer.send(last);
                    return true;
                }
                viewer.sendLast(Frames.done(done.job()), FINISHED);
                return false;
            }
            if (update instanceof Update.Output output) ready.addAll(viewers.messages(output.chunk()));
            if (update instanceof Update.Open open) ready.add(Frames.open(open.line()));
            message = ready.poll();
        }
        if (message == null) return false;
        viewer.send(message);
        return true;
    }

    @Override
    public void requireAuthorized(Supplier<Caller> again) {
        stillAllowed.accept(again.get());
    }

    @Override
    public void ended() {
        follower.close();
    }
}
