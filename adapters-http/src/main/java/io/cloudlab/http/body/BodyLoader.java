package io.cloudlab.http.body;

import io.cloudlab.http.error.ProblemException;
import io.cloudlab.http.error.Problems;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.thread.Scheduler;
import org.jspecify.annotations.Nullable;

/**
 * Waits for a request's body without holding a thread, so that any number of slow senders costs nothing but their
 * connections. What comes too slowly or is too large ends in a {@link ProblemException}.
 */
public final class BodyLoader implements Runnable {
    /**
     * Bytes of a body that is too large which are read and dropped, so that the client can read the answer: a client that
     * still sends when the connection is closed may lose it.
     */
    public static final int MAX_DISCARDED = 2 << 20;

    private final Request request;
    private final int limit;
    private final Consumer<byte[]> loaded;
    private final Consumer<Throwable> failed;
    private final AtomicBoolean over = new AtomicBoolean();
    private final ByteArrayOutputStream received = new ByteArrayOutputStream(512);
    private Scheduler.@Nullable Task timeout;
    private long seen;

    private BodyLoader(Request request, int limit, Consumer<byte[]> loaded, Consumer<Throwable> failed) {
        this.request = request;
        this.limit = limit;
        this.loaded = loaded;
        this.failed = failed;
    }

    /** Calls exactly one of the two consumers, on any thread. */
    public static void load(
            Request request, int limit, Duration timeout, Consumer<byte[]> loaded, Consumer<Throwable> failed) {
        if (request.getLength() > (long) limit + MAX_DISCARDED) { // the client need not send it to be told
            failed.accept(tooLarge());
            return;
        }
        BodyLoader loader = new BodyLoader(request, limit, loaded, failed);
        if (loader.readAll()) return;
        loader.timeout = request.getComponents()
                .getScheduler()
                .schedule(loader::tooSlow, timeout.toMillis(), TimeUnit.MILLISECONDS);
        request.demand(loader);
    }

    @Override
    public void run() {
        if (!readAll()) request.demand(this);
    }

    /** @return whether there is nothing left to wait for */
    private boolean readAll() {
        while (true) {
            Content.Chunk chunk = request.read();
            if (chunk == null) return over.get();
            if (Content.Chunk.isFailure(chunk)) {
                finish(() -> failed.accept(unreadable(chunk.getFailure())));
                return true;
            }
            seen += chunk.remaining();
            take(chunk.getByteBuffer());
            boolean last = chunk.isLast();
            chunk.release();
            if (seen > limit && (last || seen > limit + MAX_DISCARDED)) {
                finish(() -> failed.accept(tooLarge()));
                return true;
            }
            if (last) {
                finish(() -> loaded.accept(received.toByteArray()));
                return true;
            }
        }
    }

    private void take(ByteBuffer bytes) {
        int length = Math.min(bytes.remaining(), limit + 1 - received.size());
        byte[] part = new byte[length];
        bytes.get(part);
        received.write(part, 0, length);
    }

    private void tooSlow() {
        finish(() -> failed.accept(new ProblemException(Problems.ofStatus(408))));
    }

    public static ProblemException tooLarge() {
        return new ProblemException(Problems.ofStatus(413));
    }

    /** All faults are the sender's. */
    static Throwable unreadable(Throwable failure) {
        if (failure instanceof HttpException) return failure;
        return new ProblemException(Problems.ofStatus(failure instanceof TimeoutException ? 408 : 400));
    }

    private void finish(Runnable how) {
        if (!over.compareAndSet(false, true)) return;
        Scheduler.Task pending = timeout;
        if (pending != null) pending.cancel();
        how.run();
    }
}
