package io.cloudlab.http;

import io.cloudlab.core.access.Caller;
import io.cloudlab.core.identity.Session;
import io.javalin.http.Context;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One request that was let in, and its answer: what route handlers work with. */
final class Exchange {
    /** What is sent without looking whether the other side takes it: less than sockets hold. */
    private static final int AT_ONCE = 16 * 1024;

    private final Context context;
    private final Admission admission;
    private @Nullable Query query;

    Exchange(Context context, Admission admission) {
        this.context = context;
        this.admission = admission;
    }

    Caller caller() {
        return admission.caller();
    }

    /** The session behind the caller; only where the route demands a user. */
    Session session() {
        return Objects.requireNonNull(admission.session(), "the route lets anybody in");
    }

    /** The value of a path parameter, or of a query parameter that has a fallback. */
    <T> T get(Param<T> param) {
        T value = find(param);
        if (value == null) throw Refusal.at(List.of(param.in().word(), param.name()), "is missing", "missing");
        return value;
    }

    /** @return null if the query does not hold the parameter */
    <T> @Nullable T find(Param<T> param) {
        if (!admission.route().params().contains(param))
            throw new IllegalStateException(admission.route() + " does not declare " + param.name());
        String text = param.in() == Param.In.PATH ? context.pathParam(param.name()) : query().value(param.name());
        if (text == null || text.isEmpty()) text = param.fallback();
        return text == null ? null : param.read(text);
    }

    private Query query() {
        Query parsed = query;
        if (parsed == null) {
            parsed = Query.parse(context.queryString());
            query = parsed;
        }
        return parsed;
    }

    /** The request's body. */
    <T> T body(Class<T> type) {
        if (!type.equals(admission.route().request()))
            throw new IllegalStateException(admission.route() + " does not declare this body");
        return Bodies.read(admission.body(), type);
    }

    void json(Object value) {
        json(Json.bytes(value));
    }

    /** An answer that is JSON already. */
    void json(byte[] bytes) {
        send(Json.MEDIA_TYPE, bytes);
    }

    /** A page with scripts and styles of our own, or a part of one. */
    void page(String mediaType, byte[] bytes) {
        context.header("Content-Security-Policy", SecurityHeaders.PAGE);
        send(mediaType, bytes);
    }

    /** A file to be kept, of any length; closes the stream. */
    void download(InputStream bytes, String fileName) {
        context.res().setContentType("application/octet-stream");
        context.header("Content-Disposition", "attachment; filename=\"" + fileName + "\"");
        if (isHead()) close(bytes);
        else context.future(() -> Download.start(context.res(), bytes));
    }

    private void send(String mediaType, byte[] bytes) {
        HttpServletResponse response = context.res();
        response.setContentType(mediaType);
        response.setContentLength(bytes.length);
        if (isHead()) return;
        if (bytes.length > AT_ONCE) {
            context.future(() -> Download.start(response, new ByteArrayInputStream(bytes)));
            return;
        }
        try {
            response.getOutputStream().write(bytes);
        } catch (IOException gone) {
            throw new ClientGone(gone);
        }
    }

    private boolean isHead() {
        return context.req().getMethod().equals("HEAD");
    }

    private static void close(InputStream bytes) {
        try {
            bytes.close();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    void status(int status) {
        context.status(status);
    }

    /** Answers when the work that begins here ends, and holds no thread until then. */
    void later(Supplier<CompletableFuture<Void>> beginning) {
        context.future(beginning::get);
    }

    /** A file to be kept, written while it is made. */
    void export(Workers workers, String mediaType, String fileName, Export.Content content) {
        context.res().setContentType(mediaType);
        context.header("Content-Disposition", "attachment; filename=\"" + fileName + "\"");
        later(() -> Export.start(workers, context.req(), context.res(), content));
    }
}
