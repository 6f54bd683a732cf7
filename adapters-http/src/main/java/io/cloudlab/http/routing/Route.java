package io.cloudlab.http.routing;

import io.cloudlab.http.security.Budget;
import io.cloudlab.http.security.Limit;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Everything there is to know of one route. The router, the OpenAPI document and the tests of authorisation are all made
 * from these.
 *
 * @param id the {@code operationId} of the OpenAPI document: a verb and what it acts on, such as {@code deployService}
 * @param group the heading it stands under in the documentation
 * @param request the record its JSON body is read into, or null if it takes none
 * @param bodyNeeded whether there must be a body
 * @param strict whether members its body does not know are refused: where something is granted or run, nothing that is
 *     asked for may be left undone in silence
 * @param takesFile whether its body is a form with a file, which the route reads by itself
 * @param answer what it answers
 * @param failures the statuses it may answer besides those that follow from its declaration
 * @param bodyLimit the largest body in bytes
 * @param limit how often one client may use it, or null for no limit
 * @param budgets what it takes of its user's shares
 * @param safe whether GET changes nothing, so that HEAD may do the same
 * @param list whether it answers a list
 */
public record Route(
        Method method,
        String id,
        String path,
        String group,
        Access access,
        String summary,
        List<Param<?>> params,
        @Nullable Class<?> request,
        boolean bodyNeeded,
        boolean strict,
        boolean takesFile,
        Answer answer,
        Set<Integer> failures,
        int bodyLimit,
        @Nullable Limit limit,
        List<Budget> budgets,
        boolean safe,
        boolean list,
        Endpoint endpoint) {
    public static final int BODY_LIMIT = 1 << 20;

    public enum Method {
        GET,
        POST,
        PUT,
        DELETE,
        /** GET with an upgrade to WebSocket. */
        SOCKET
    }

    /** What a route answers with 200. */
    public sealed interface Answer {
        /**
         * A JSON object as described by the record.
         *
         * @param alike the statuses besides 200 it comes with
         */
        record Json(Class<?> type, Set<Integer> alike) implements Answer {}

        /**
         * Something else, or JSON without a record of its own.
         *
         * @param mediaTypes what it may be
         */
        record Media(List<String> mediaTypes, String description) implements Answer {
            public Media {
                mediaTypes = List.copyOf(mediaTypes);
            }
        }
    }

    /** What stands behind a route. */
    sealed interface Endpoint {}

    /** Answers a request. */
    public non-sealed interface Handler extends Endpoint {
        void handle(Exchange exchange) throws Exception;
    }

    /** Takes a WebSocket. What it does then is the affair of those who handle WebSockets. */
    public non-sealed interface Socket extends Endpoint {}

    public Route {
        params = List.copyOf(params);
        failures = Set.copyOf(failures);
        budgets = List.copyOf(budgets);
    }

    /** @return the decoded value of a parameter in the path of a request for this route, null if it has no such one */
    @Nullable
    public String pathValue(String requestPath, String name) {
        return PathPattern.value(path, requestPath, name);
    }

    /** Whether it stands in the documentation. */
    public boolean documented() {
        return !(answer instanceof Answer.Media media
                && media.mediaTypes().stream().allMatch(type -> type.startsWith("text/")));
    }

    /** The budgets a request holds for as long as it lasts. */
    public List<Budget> heldBudgets() {
        return budgets.stream().filter(Budget::isHeldByRequests).toList();
    }

    /** Whether a parameter it does not know is refused, so that a list is never longer than what was asked for. */
    boolean heedsAllOfItsQuery() {
        return method == Method.GET && (list || params.stream().anyMatch(param -> param.in() == Param.In.QUERY));
    }

    /** Every status it may answer with a problem, sorted. */
    public Set<Integer> problems() {
        Set<Integer> all = new TreeSet<>(failures);
        all.addAll(List.of(400, 500)); // 400 for a request that names another host
        if (limit != null || !budgets.isEmpty()) all.add(429);
        if (access.needsUser()) all.add(401);
        if (access instanceof Access.Holders) all.add(403);
        if (!params.isEmpty() || heedsAllOfItsQuery()) all.add(422);
        if (method == Method.POST || method == Method.PUT || method == Method.DELETE)
            all.addAll(List.of(403, 408, 413, 415, 422)); // 403 for pages of other origins
        if (access.needsUser() || request != null) all.add(503); // the store of users may be away
        if (takesFile) all.add(429);
        return all;
    }

    @Override
    public String toString() {
        return method + " " + path;
    }
}
