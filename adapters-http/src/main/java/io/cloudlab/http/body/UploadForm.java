package io.cloudlab.http.body;

import io.cloudlab.core.services.file.Upload;
import io.cloudlab.http.error.ProblemException;
import io.cloudlab.http.error.Problems;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.MultiPart;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.thread.Scheduler;
import org.jspecify.annotations.Nullable;

/** A form with one part, {@code file}, whose bytes go on to an {@link Upload} as they come. */
final class UploadForm extends MultiPart.AbstractPartsListener implements Runnable {
    private static final int MAX_PART_HEADERS_LENGTH = 8 * 1024;
    private static final long LEAST_BYTES_PER_SECOND = 1_024;

    private final Request request;
    private final long limit;
    private final Function<String, Upload> opening;
    private final MultiPart.Parser parser;
    private final CompletableFuture<String> done = new CompletableFuture<>();

    /** Held while a thread with bytes, or for a moment the timer, works on this. */
    private final ReentrantLock busy = new ReentrantLock();

    private @Nullable Upload upload;
    private @Nullable String fileName;
    private @Nullable Throwable failure;
    private long failedAt;
    private long received;
    private long receivedBefore;
    private volatile Scheduler.@Nullable Task clock;

    UploadForm(Request request, String boundary, long limit, Function<String, Upload> opening) {
        this.request = request;
        this.limit = limit;
        this.opening = opening;
        this.parser = new MultiPart.Parser(boundary, this);
        parser.setPartHeadersMaxLength(MAX_PART_HEADERS_LENGTH);
    }

    /** Takes nothing of the form. */
    CompletableFuture<String> refuse(RuntimeException why, Duration timeout) {
        fail(why);
        return read(timeout);
    }

    CompletableFuture<String> read(Duration timeout) {
        watch(timeout);
        run();
        return done;
    }

    @Override
    public void run() {
        boolean more;
        busy.lock();
        try {
            more = !done.isDone() && readAll();
        } catch (RuntimeException | Error e) {
            more = false;
            end(e);
        } finally {
            busy.unlock();
        }
        if (more) request.demand(this);
    }

    /** @return whether there is more to wait for */
    private boolean readAll() {
        while (true) {
            if (failure != null && !isWorthReading()) {
                end(failure);
                return false;
            }
            Content.Chunk chunk = request.read();
            if (chunk == null) return true;
            if (Content.Chunk.isFailure(chunk)) {
                end(failure != null ? failure : BodyLoader.unreadable(chunk.getFailure()));
                return false;
            }
            received += chunk.remaining();
            boolean last = chunk.isLast();
            try {
                if (failure == null) parser.parse(chunk);
            } finally {
                chunk.release();
            }
            if (last) {
                end(failure);
                return false;
            }
        }
    }

    /** As {@link BodyLoader#MAX_DISCARDED}. */
    private boolean isWorthReading() {
        long length = request.getLength();
        return (length < 0 ? received - failedAt : length - received) <= BodyLoader.MAX_DISCARDED;
    }

    /**
     * Clients write a quotation mark in a file's name as {@code %22}, and percent signs as they are: see <a
     * href="https://html.spec.whatwg.org/multipage/form-control-infrastructure.html#multipart-form-data">HTML, multipart
     * form data</a>.
     */
    @Override
    public void onPartHeaders() {
        attempt(() -> {
            if (upload != null || !"file".equals(getName())) throw badForm("must be a form with one part, file");
            String sent = getFileName();
            if (sent == null) throw badForm("must have a file name");
            fileName = sent.replace("%22", "\"");
            upload = opening.apply(fileName);
        });
    }

    @Override
    public void onPartContent(Content.Chunk chunk) {
        attempt(() -> {
            Upload target = upload;
            if (target == null) return;
            if (chunk.remaining() > limit - target.size()) throw BodyLoader.tooLarge();
            target.write(chunk.getByteBuffer());
        });
    }

    @Override
    public void onPart(String name, String partFileName, HttpFields headers) {
        // it went on as it came
    }

    @Override
    public void onComplete() {
        attempt(() -> {
            Upload complete = upload;
            if (complete == null) throw badForm("is missing");
            complete.finish();
        });
    }

    @Override
    public void onFailure(Throwable malformed) {
        fail(new ProblemException(
                400, "bad-form", "The body is not a well-formed form, or its parts have too long headers."));
    }

    /** The parser keeps exceptions to itself. */
    private void attempt(Runnable step) {
        if (failure != null) return;
        try {
            step.run();
        } catch (RuntimeException | Error e) {
            fail(e);
        }
    }

    private void fail(Throwable failed) {
        if (failure != null) return;
        failure = failed;
        failedAt = received;
    }

    private static ProblemException badForm(String why) {
        return ProblemException.at(List.of("body", "file"), why, "value_error");
    }

    private void end(@Nullable Throwable failed) {
        Scheduler.Task ticking = clock;
        if (ticking != null) ticking.cancel(); // else it would hold on to this for a while
        if (upload != null) upload.close();
        if (failed == null) done.complete(fileName);
        else done.completeExceptionally(failed);
    }

    private void watch(Duration timeout) {
        clock = request.getComponents()
                .getScheduler()
                .schedule(() -> look(timeout), timeout.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void look(Duration timeout) {
        if (done.isDone()) return;
        if (busy.tryLock()) {
            try {
                boolean tooSlow = received - receivedBefore < LEAST_BYTES_PER_SECOND * timeout.toMillis() / 1_000;
                receivedBefore = received;
                if (tooSlow && !done.isDone())
                    end(failure != null ? failure : new ProblemException(Problems.ofStatus(408)));
            } finally {
                busy.unlock();
            }
        }
        if (!done.isDone()) watch(timeout);
    }
}
