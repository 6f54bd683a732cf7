package io.cloudlab.http.routing;

import io.cloudlab.http.security.Budget;
import io.cloudlab.http.security.Limit;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Collects the routes of a group, each under the id that clients made from the OpenAPI document call it by. A route that
 * does not say who may use it, or what for, is refused.
 */
public final class RouteTableBuilder {
    private static final Pattern PARAMETER = Pattern.compile("\\{([a-z_]+)}");

    private final String group;
    private final List<Route> declared = new ArrayList<>();
    private int open;

    RouteTableBuilder(String group) {
        this.group = group;
    }

    public Declaration get(String id, String path) {
        return new Declaration(Route.Method.GET, id, path);
    }

    public Declaration post(String id, String path) {
        return new Declaration(Route.Method.POST, id, path);
    }

    public Declaration put(String id, String path) {
        return new Declaration(Route.Method.PUT, id, path);
    }

    public Declaration delete(String id, String path) {
        return new Declaration(Route.Method.DELETE, id, path);
    }

    public Declaration socket(String id, String path) {
        return new Declaration(Route.Method.SOCKET, id, path);
    }

    List<Route> declared() {
        if (open != 0) throw new IllegalStateException("a route of " + group + " has no handler");
        return declared;
    }

    /** One route in the making; {@link #to} or {@link #opens} ends it. */
    public final class Declaration {
        private final Route.Method method;
        private final String id;
        private final String path;
        private @Nullable Access access;
        private @Nullable String summary;
        private final List<Param<?>> params = new ArrayList<>();
        private @Nullable Class<?> request;
        private boolean bodyNeeded;
        private boolean strict;
        private boolean takesFile;
        private Route.@Nullable Answer answer;
        private final Set<Integer> failures = new LinkedHashSet<>();
        private int bodyLimit = Route.BODY_LIMIT;
        private @Nullable Limit limit;
        private final List<Budget> budgets = new ArrayList<>();
        private boolean safe = true;
        private boolean list;

        private Declaration(Route.Method method, String id, String path) {
            this.method = method;
            this.id = id;
            this.path = path;
            open++;
        }

        public Declaration by(Access who) {
            access = who;
            return this;
        }

        public Declaration summary(String text) {
            summary = text;
            return this;
        }

        public Declaration takes(Param<?>... values) {
            params.addAll(List.of(values));
            return this;
        }

        public Declaration body(Class<?> type) {
            request = type;
            bodyNeeded = true;
            return this;
        }

        /** The same, but it may be left out. */
        public Declaration optionalBody(Class<?> type) {
            request = type;
            return this;
        }

        /** Members its body does not know are refused. For calls that grant or run something. */
        public Declaration strict() {
            strict = true;
            return this;
        }

        /** Its body is a form with one part, {@code file}; the handler receives it by {@link Exchange#receive}. */
        public Declaration takesFile() {
            takesFile = true;
            return this;
        }

        public Declaration bodyLimit(int bytes) {
            bodyLimit = bytes;
            return this;
        }

        public Declaration limit(Limit perClient) {
            limit = perClient;
            return this;
        }

        /** What its user needs a share of. */
        public Declaration budget(Budget... perUser) {
            budgets.addAll(List.of(perUser));
            return this;
        }

        /** @param alike statuses besides 200 that come with the same body */
        public Declaration answers(Class<?> type, Integer... alike) {
            answer = new Route.Answer.Json(type, Set.of(alike));
            return this;
        }

        /** An answer that is a list: parameters it does not know are refused. */
        public Declaration lists(Class<?> type) {
            list = true;
            return answers(type);
        }

        public Declaration answers(String mediaType, String description) {
            return answers(List.of(mediaType), description);
        }

        /** @param mediaTypes of which the answer is one */
        public Declaration answers(List<String> mediaTypes, String description) {
            answer = new Route.Answer.Media(mediaTypes, description);
            return this;
        }

        public Declaration fails(Integer... statuses) {
            failures.addAll(List.of(statuses));
            return this;
        }

        /** GET does something, so HEAD must not be taken for it. */
        public Declaration startsSomething() {
            safe = false;
            return this;
        }

        /** @throws IllegalStateException if something was left undeclared */
        public void to(Route.Handler handler) {
            end(handler);
        }

        /** @throws IllegalStateException if something was left undeclared */
        public void opens(Route.Socket opener) {
            end(opener);
        }

        private void end(Route.Endpoint endpoint) {
            if (access == null) throw new IllegalStateException(method + " " + path + " does not say who may use it");
            if (summary == null || answer == null)
                throw new IllegalStateException(method + " " + path + " does not say what it is for");
            requirePathParameters();
            open--;
            declared.add(new Route(
                    method,
                    id,
                    path,
                    group,
                    access,
                    summary,
                    params,
                    request,
                    bodyNeeded,
                    strict,
                    takesFile,
                    answer,
                    failures,
                    bodyLimit,
                    limit,
                    budgets,
                    safe,
                    list,
                    endpoint));
        }

        private void requirePathParameters() {
            List<String> inPath = new ArrayList<>();
            for (Matcher each = PARAMETER.matcher(path); each.find(); ) inPath.add(each.group(1));
            List<String> described = params.stream()
                    .filter(param -> param.in() == Param.In.PATH)
                    .map(param -> param.name())
                    .toList();
            if (!inPath.equals(described))
                throw new IllegalStateException(method + " " + path + " does not describe its path parameters");
        }
    }
}
