package io.cloudlab.http.body;

import io.cloudlab.core.services.file.Upload;
import io.cloudlab.http.error.ProblemException;
import io.cloudlab.http.work.BoundedExecutor;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.MultiPart;
import org.eclipse.jetty.server.Request;

/**
 * Receives uploaded files: a limited number at once, each up to a limit and not too slowly. None holds a thread while it waits for the
 * sender. Thread-safe.
 */
public final class Uploads {
    public static final String MEDIA_TYPE = "multipart/form-data";

    private static final int MAX_AT_ONCE = 16;
    private static final int MAX_BOUNDARY_LENGTH = 200;

    /** What a form has besides its file. */
    private static final long AROUND = 16 * 1024;

    private final long limit;
    private final Duration timeout;
    private final Semaphore places = new Semaphore(MAX_AT_ONCE);

    /** @param timeout the time within which a little must arrive, again and again */
    public Uploads(long limit, Duration timeout) {
        this.limit = limit;
        this.timeout = timeout;
    }

    /**
     * Reads the form and finishes the upload.
     *
     * @param opening given the file's name as sent
     * @return the file's name; or fails with a {@link ProblemException} or the upload's own failure, and leaves nothing behind
     */
    public CompletableFuture<String> receive(Request request, Function<String, Upload> opening) {
        String boundary = MultiPart.extractBoundary(request.getHeaders().get(HttpHeader.CONTENT_TYPE));
        if (boundary == null || boundary.isEmpty() || boundary.length() > MAX_BOUNDARY_LENGTH)
            throw new ProblemException(
                    400, "bad-form", "The body's type does not name the boundary between its parts.");
        if (!places.tryAcquire()) throw BoundedExecutor.tooMuch();
        UploadForm form = new UploadForm(request, boundary, limit, opening);
        boolean tooLarge = request.getLength() > limit + AROUND;
        return (tooLarge ? form.refuse(BodyLoader.tooLarge(), timeout) : form.read(timeout))
                .whenComplete((name, failed) -> places.release());
    }
}
