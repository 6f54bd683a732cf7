package io.cloudlab.http;

import io.cloudlab.core.access.Caller;
import io.cloudlab.core.access.Denied;
import io.cloudlab.core.access.Permission;
import io.cloudlab.core.identity.Session;
import io.cloudlab.core.jobs.Job;
import io.cloudlab.core.jobs.JobFollower;
import io.cloudlab.core.jobs.JobFollower.Update;
import io.cloudlab.core.jobs.JobId;
import io.cloudlab.core.shared.CloudLabException;
import io.cloudlab.core.shared.ErrorKind;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * One viewer of a job. There is never more than one frame on its way to him: the next is made only when that one has
 * left, so a viewer who does not read costs a buffer and nothing else.
 */
final class JobViewer extends Conversation {
    /** A little less than fits into a frame, since a line costs three bytes more there. */
    private static final int RAW_BYTES = 62 * 1024;

    /** After so many frames other viewers get their turn. */
    private static final int TURN = 16;

    /** With the time permissions are kept, and the time to leave, well under 5 seconds. */
    private static final long BETWEEN_CHECKS = TimeUnit.MILLISECONDS.toNanos(900);

    private final SocketCall call;
    private final JobSocket socket;
    private final AtomicInteger wakeUps = new AtomicInteger();
    private volatile @Nullable JobFollower follower;

    // What follows is touched by one thread at a time: whoever runs turn().
    private final Queue<ByteBuffer> ready = new ArrayDeque<>();
    private @Nullable Session session;
    private @Nullable Job job;
    private long checkedAt;

    JobViewer(SocketCall call, JobSocket socket) {
        super(socket.sockets());
        this.call = call;
        this.socket = socket;
    }

    @Override
    void wake() {
        if (wakeUps.getAndIncrement() == 0) submit();
    }

    private void submit() {
        try {
            socket.executor().execute(this::turn);
        } catch (RejectedExecutionException stopping) {
            // the server says goodbye to everybody itself
        }
    }

    private void turn() {
        int seen = wakeUps.get();
        do {
            if (!talk()) {
                submit();
                return;
            }
            seen = wakeUps.addAndGet(-seen);
        } while (seen != 0);
    }

    /** @return false if there is more to say, but others have waited long enough */
    private boolean talk() {
        try {
            if (isOver()) return true;
            if (job == null) begin();
            else checkStillAllowed(job);
            for (int frames = 0; frames < TURN; frames++) {
                if (busy() || !sayNext()) return true;
            }
            return false;
        } catch (RuntimeException refused) {
            refuse(refused);
            return true;
        }
    }

    private void begin() {
        Session begun = call.session(socket.tokens());
        Caller caller = socket.signIn().caller(begun, call.address());
        JobId id = call.get(JobParams.ID);
        long from = call.get(JobParams.FROM);
        Job found = socket.jobs().find(caller, id);
        session = begun;
        job = found;
        checkedAt = System.nanoTime();
        follower = socket.jobs().follow(caller, id, from, this::wake);
        if (isOver()) ended();
        ready.add(Frames.connected(found, socket.jobs().outputState(found).lines()));
    }

    private boolean sayNext() {
        ByteBuffer message = ready.poll();
        JobFollower following = follower;
        if (message == null && following != null) {
            Update update = following.next(RAW_BYTES);
            if (update instanceof Update.Done done) {
                sendLast(Frames.done(done.job()), 1000);
                return false;
            }
            if (update instanceof Update.Output output) ready.addAll(socket.messages(output.chunk()));
            message = ready.poll();
        }
        if (message == null) return false;
        send(message);
        return true;
    }

    private void checkStillAllowed(Job watched) {
        long now = System.nanoTime();
        Session begun = session;
        if (begun == null || now - checkedAt < BETWEEN_CHECKS) return;
        checkedAt = now;
        try {
            Caller caller = socket.signIn().caller(begun, call.address());
            if (!socket.jobs().mayView(caller, watched)) throw new Denied(Permission.JOBS_VIEW_ALL);
        } catch (CloudLabException refused) {
            if (refused.kind() != ErrorKind.UNAVAILABLE) throw refused; // else nobody can tell now; ask again later
        }
    }

    private void refuse(RuntimeException failure) {
        Problem problem = Problems.of(failure);
        int code = switch (problem.status()) {
            case 401 -> 4001;
            case 403 -> 4003;
            case 404 -> 4004;
            case 400, 422 -> 4002;
            default -> 1011;
        };
        hangUp(Frames.error(problem.detail()), code);
    }

    @Override
    void ended() {
        JobFollower following = follower;
        if (following != null) following.close();
    }
}
