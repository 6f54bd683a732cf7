package io.cloudlab.http.routing;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The table of all routes. Immutable once built. */
public final class Routes {
    private static final String PARAMETER = "{}";

    private final List<Route> all;
    private final Map<String, Node> literal = new HashMap<>();
    private final List<Node> patterns = new ArrayList<>();

    private Routes(List<Route> all) {
        this.all = List.copyOf(all);
        Map<String, Map<Route.Method, Route>> byShape = new HashMap<>();
        for (Route route : all) {
            String shape = route.path().replaceAll("\\{[^}]*}", PARAMETER);
            Map<Route.Method, Route> routes =
                    byShape.computeIfAbsent(shape, added -> new EnumMap<>(Route.Method.class));
            if (routes.put(route.method(), route) != null)
                throw new IllegalStateException(route + " is declared twice");
        }
        for (Map.Entry<String, Map<Route.Method, Route>> each : byShape.entrySet()) {
            Node node = new Node(each.getKey(), each.getValue());
            if (node.shape.contains(PARAMETER)) patterns.add(node);
            else literal.put(node.shape, node);
        }
        // '{' sorts after every character a path may hold, so literal segments come first
        patterns.sort(Comparator.comparing(node -> node.shape));
    }

    public static Routes of(List<? extends RouteGroup> groups) {
        List<Route> all = new ArrayList<>();
        for (RouteGroup group : groups) {
            RouteTableBuilder declarations = new RouteTableBuilder(group.name());
            group.declare(declarations);
            all.addAll(declarations.declared());
        }
        return new Routes(all);
    }

    /** In the order in which they were declared. */
    public List<Route> all() {
        return all;
    }

    /** @return what there is at the path, or null */
    @Nullable
    public Node at(String path) {
        Node node = literal.get(path);
        if (node != null) return node;
        for (Node pattern : patterns) if (pattern.pattern.matches(path)) return pattern;
        return null;
    }

    /** The routes of one path. */
    public static final class Node {
        private final String shape;
        private final PathPattern pattern;
        private final Map<Route.Method, Route> routes;
        private final String allowed;

        Node(String shape, Map<Route.Method, Route> routes) {
            this.shape = shape;
            this.pattern = new PathPattern(shape);
            this.routes = routes;
            this.allowed = allowed(routes);
        }

        /** @return null if the path does not take the method */
        @Nullable
        public Route route(String method) {
            return switch (method) {
                case "GET" -> routes.getOrDefault(Route.Method.GET, routes.get(Route.Method.SOCKET));
                case "HEAD" -> {
                    Route get = routes.get(Route.Method.GET);
                    yield get != null && get.safe() ? get : null;
                }
                case "POST" -> routes.get(Route.Method.POST);
                case "PUT" -> routes.get(Route.Method.PUT);
                case "DELETE" -> routes.get(Route.Method.DELETE);
                default -> null;
            };
        }

        /** The value of the {@code Allow} header. */
        public String allowed() {
            return allowed;
        }

        private static String allowed(Map<Route.Method, Route> routes) {
            Set<String> methods = new TreeSet<>();
            routes.forEach((method, route) -> {
                methods.add(method == Route.Method.SOCKET ? "GET" : method.name());
                if (method == Route.Method.GET && route.safe()) methods.add("HEAD");
            });
            return String.join(", ", methods);
        }
    }
}
