package io.cloudlab.http;

import io.cloudlab.core.access.Caller;
import io.cloudlab.core.identity.Session;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One request that was let in, and its answer: what route handlers work with. */
final class Exchange {
    private final Context context;
    private final Admission admission;

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
        String text;
        if (param.in() == Param.In.PATH) {
            text = context.pathParam(param.name());
        } else {
            List<String> values = context.queryParams(param.name());
            if (values.size() > 1)
                throw Refusal.at(List.of("query", param.name()), "must be given once", "value_error");
            text = values.isEmpty() || values.get(0).isEmpty() ? param.fallback() : values.get(0);
        }
        return text == null ? null : param.read(text);
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

    /** A file to be kept, sent as fast as the other side takes it without holding a thread; closes the stream. */
    void download(InputStream bytes, String fileName) {
        context.res().setContentType("application/octet-stream");
        context.header("Content-Disposition", "attachment; filename=\"" + fileName + "\"");
        if (context.req().getMethod().equals("HEAD")) close(bytes);
        else context.future(() -> Download.start(context.req(), context.res(), bytes));
    }

    private void send(String mediaType, byte[] bytes) {
        var response = context.res();
        response.setContentType(mediaType);
        response.setContentLength(bytes.length);
        try {
            response.getOutputStream().write(bytes);
        } catch (IOException gone) {
            throw new ClientGone(gone);
        }
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
}
