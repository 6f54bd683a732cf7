package io.cloudlab.http.routing;

import io.cloudlab.core.access.Caller;
import io.cloudlab.core.identity.session.Session;
import io.cloudlab.core.services.file.Upload;
import io.cloudlab.http.body.Bodies;
import io.cloudlab.http.body.BodyFaults;
import io.cloudlab.http.body.ContentDisposition;
import io.cloudlab.http.body.Download;
import io.cloudlab.http.body.Export;
import io.cloudlab.http.body.Uploads;
import io.cloudlab.http.error.ClientDisconnected;
import io.cloudlab.http.error.Json;
import io.cloudlab.http.error.Problem;
import io.cloudlab.http.error.ProblemException;
import io.cloudlab.http.security.SecurityHeaders;
import io.cloudlab.http.work.BoundedExecutor;
import io.javalin.http.Context;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.eclipse.jetty.ee10.servlet.ServletContextRequest;
import org.eclipse.jetty.server.Request;
import org.jspecify.annotations.Nullable;

/** One request that was let in, and its answer: what route handlers work with. */
public final class Exchange {
    /** What is sent without looking whether the other side takes it: less than sockets hold. */
    private static final int AT_ONCE = 16 * 1024;

    private final Context context;
    private final AdmittedRequest admission;
    private @Nullable Query query;

    public Exchange(Context context, AdmittedRequest admission) {
        this.context = context;
        this.admission = admission;
    }

    public Caller caller() {
        return admission.caller();
    }

    /** The session behind the caller; only where the route demands a user. */
    public Session session() {
        return Objects.requireNonNull(admission.session(), "the route needs no session");
    }

    /** The value of a path parameter, or of a query parameter that has a fallback. */
    public <T> T get(Param<T> param) {
        T value = find(param);
        if (value == null) throw ProblemException.at(List.of(param.in().word(), param.name()), "is missing", "missing");
        return value;
    }

    /** @return null if the query does not hold the parameter */
    public <T> @Nullable T find(Param<T> param) {
        if (!admission.route().params().contains(param))
            throw new IllegalStateException(admission.route() + " does not declare " + param.name());
        String text = param.in() == Param.In.PATH
                ? admission.route().pathValue(context.req().getRequestURI(), param.name())
                : query().value(param.name());
        if (text == null || text.isEmpty()) text = param.fallback();
        return text == null ? null : param.read(text);
    }

    /** All values of a query parameter that may be given more than once. */
    public <T> List<T> all(Param<T> param) {
        return query().values(param.name()).stream().map(param::read).toList();
    }

    /**
     * The values of the query parameters that are named by the caller in part.
     *
     * @param param declared with a name such as {@code field.<name>}
     * @return by the part that takes the place of {@code <name>}
     */
    public Map<String, String> named(Param<String> param) {
        Map<String, String> values = new LinkedHashMap<>();
        query().beginningWith(param.name().substring(0, param.name().indexOf('<')))
                .forEach((name, value) -> values.put(name, param.read(value)));
        return values;
    }

    /** @throws ProblemException with 422 naming what a list was asked for and would not heed */
    public void requireKnownQuery() {
        if (!admission.route().heedsAllOfItsQuery()) return;
        List<String> known = admission.route().params().stream()
                .filter(param -> param.in() == Param.In.QUERY)
                .map(Param::name)
                .toList();
        List<Problem.Fault> faults = query().names().stream()
                .filter(name -> known.stream().noneMatch(each -> fits(name, each)))
                .limit(BodyFaults.MAX_FAULTS)
                .map(name -> new Problem.Fault(
                        List.of("query", name),
                        known.isEmpty() ? "is not known: the list takes no parameters" : BodyFaults.notKnown(known),
                        "unknown_parameter"))
                .toList();
        if (!faults.isEmpty()) throw ProblemException.of(faults);
    }

    private static boolean fits(String name, String declared) {
        int open = declared.indexOf('<');
        return open < 0 ? name.equals(declared) : name.startsWith(declared.substring(0, open));
    }

    private Query query() {
        Query parsed = query;
        if (parsed == null) {
            parsed = Query.parse(
                    context.queryString(),
                    admission.route().params().stream()
                            .filter(Param::repeatable)
                            .map(Param::name)
                            .collect(Collectors.toSet()));
            query = parsed;
        }
        return parsed;
    }

    /** The request's body. */
    public <T> T body(Class<T> type) {
        if (!type.equals(admission.route().request()))
            throw new IllegalStateException(admission.route() + " does not declare this body");
        return Bodies.read(admission.body(), type, admission.route().strict());
    }

    /** The request's body, or something else where there is none. */
    public <T> T body(Class<T> type, T otherwise) {
        return admission.body().length == 0 ? otherwise : body(type);
    }

    public void json(Object value) {
        json(Json.bytes(value));
    }

    /** An answer that is JSON already. */
    public void json(byte[] bytes) {
        send(Json.MEDIA_TYPE, bytes);
    }

    /** A page with scripts and styles of our own, or a part of one. */
    public void page(String mediaType, byte[] bytes) {
        context.header("Content-Security-Policy", SecurityHeaders.PAGE);
        send(mediaType, bytes);
    }

    /** A file to be kept, of any length; closes the stream. */
    public void download(InputStream bytes, String fileName) {
        context.res().setContentType("application/octet-stream");
        context.header("Content-Disposition", ContentDisposition.attachment(fileName));
        if (isHead()) close(bytes);
        else context.future(() -> Download.start(context.req(), context.res(), bytes));
    }

    /** As {@link #download(InputStream, String)}, of a length that is known. */
    public void download(InputStream bytes, long length, String fileName) {
        context.res().setContentLengthLong(length);
        download(bytes, fileName);
    }

    /** Receives the file of a route that takes one, and answers when it is complete. */
    public void receive(Uploads uploads, Function<String, Upload> opening, Consumer<String> answer) {
        Request request = ServletContextRequest.getServletContextRequest(context.req());
        later(() -> uploads.receive(request, opening).thenAccept(fileName -> {
            context.res().setHeader("Connection", null); // all of it was read
            answer.accept(fileName);
        }));
    }

    private void send(String mediaType, byte[] bytes) {
        HttpServletResponse response = context.res();
        response.setContentType(mediaType);
        response.setContentLength(bytes.length);
        if (isHead()) return;
        if (bytes.length > AT_ONCE) {
            context.future(() -> Download.start(context.req(), response, bytes));
            return;
        }
        try {
            response.getOutputStream().write(bytes);
        } catch (IOException e) {
            throw new ClientDisconnected(e);
        }
    }

    private boolean isHead() {
        return context.req().getMethod().equals("HEAD");
    }

    private static void close(InputStream bytes) {
        try {
            bytes.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public void status(int status) {
        context.status(status);
    }

    /** Answers when the work that begins here ends, and holds no thread until then. */
    void later(Supplier<CompletableFuture<Void>> beginning) {
        context.future(beginning::get);
    }

    /** Answers when the workers have done the work. {@code afterwards} runs in any case, even if the work never begins. */
    public void answer(BoundedExecutor workers, Runnable work, Runnable afterwards) {
        later(() -> workers.begin(work).whenComplete((done, failed) -> afterwards.run()));
    }

    /** Answers with what the workers find, of any length. */
    public void answer(BoundedExecutor workers, Supplier<?> work) {
        AtomicReference<byte[]> json = new AtomicReference<>(new byte[0]);
        later(() -> workers.begin(() -> json.set(Json.bytes(work.get()))).thenCompose(done -> sendLater(json.get())));
    }

    private CompletableFuture<Void> sendLater(byte[] json) {
        HttpServletResponse response = context.res();
        response.setContentType(Json.MEDIA_TYPE);
        response.setContentLength(json.length);
        return isHead() ? CompletableFuture.completedFuture(null) : Download.start(context.req(), response, json);
    }

    /** A file to be kept, written while it is made. */
    public void export(BoundedExecutor workers, String mediaType, String fileName, Export.Content content) {
        context.res().setContentType(mediaType);
        context.header("Content-Disposition", "attachment; filename=\"" + fileName + "\"");
        later(() -> Export.start(workers, context.req(), context.res(), content));
    }
}
