package io.cloudlab.http.openapi;

import io.cloudlab.core.Version;
import io.cloudlab.core.access.Permission;
import io.cloudlab.http.body.Uploads;
import io.cloudlab.http.error.Json;
import io.cloudlab.http.error.Problem;
import io.cloudlab.http.routing.Access;
import io.cloudlab.http.routing.Param;
import io.cloudlab.http.routing.Route;
import io.cloudlab.http.routing.Routes;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Describes the table of routes as OpenAPI 3.1. */
final class OpenApi {
    private static final Map<String, Object> FILE_FORM = Map.of(
            "type",
            "object",
            "properties",
            Map.of("file", Map.of("type", "string", "contentMediaType", "application/octet-stream")),
            "required",
            List.of("file"));

    private static final Map<String, Object> RETRY_AFTER = Map.of(
            "description",
            "The seconds after which trying again makes sense.",
            "schema",
            Map.of("type", "integer", "minimum", 1));

    private final Routes routes;
    private final Descriptions descriptions = Descriptions.load();
    private final Schemas schemas = new Schemas(descriptions);
    private final Examples examples = Examples.load();

    OpenApi(Routes routes) {
        this.routes = routes;
    }

    Map<String, Object> document() {
        Map<String, Object> paths = new LinkedHashMap<>();
        for (Route route : routes.all()) {
            if (!route.documented()) continue;
            String method = route.method() == Route.Method.SOCKET
                    ? "get"
                    : route.method().name().toLowerCase(Locale.ROOT);
            methods(paths, route.path()).put(method, operation(route));
        }
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("openapi", "3.1.0");
        document.put("info", info());
        document.put("servers", List.of(Map.of("url", "/", "description", "The server this description comes from.")));
        document.put("tags", tags());
        document.put("paths", paths);
        document.put("components", components());
        return document;
    }

    private static Map<String, Object> info() {
        Map<String, Object> info = new LinkedHashMap<>();
        info.put("title", "CloudLab Manager");
        info.put("version", Version.current());
        info.put(
                "description",
                "Deploys and runs the services of a lab directory. Every refusal is application/problem+json (RFC 9457)."
                        + " Dates are ISO-8601 in UTC with a numeric offset.");
        info.put("license", Map.of("name", "Apache-2.0", "identifier", "Apache-2.0"));
        return info;
    }

    private List<Map<String, String>> tags() {
        return routes.all().stream()
                .filter(Route::documented)
                .map(Route::group)
                .distinct()
                .map(this::tag)
                .toList();
    }

    private Map<String, String> tag(String group) {
        Map<String, String> tag = new LinkedHashMap<>();
        tag.put("name", group);
        String description = descriptions.ofTag(group);
        if (description != null) tag.put("description", description);
        return tag;
    }

    private Map<String, Object> components() {
        Map<String, Object> bearer = new LinkedHashMap<>();
        bearer.put("type", "http");
        bearer.put("scheme", "bearer");
        bearer.put("bearerFormat", "JWT");
        schemas.reference(Problem.class);
        Map<String, Object> components = new LinkedHashMap<>();
        components.put("schemas", schemas.named());
        components.put("securitySchemes", Map.of("bearer", bearer));
        return components;
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> methods(Map<String, Object> paths, String path) {
        return (Map<String, Object>) paths.computeIfAbsent(path, added -> new LinkedHashMap<String, Object>());
    }

    private Map<String, Object> operation(Route route) {
        Map<String, Object> operation = new LinkedHashMap<>();
        operation.put("tags", List.of(route.group()));
        operation.put("operationId", route.id());
        operation.put("summary", route.summary());
        operation.put("description", who(route.access()));
        if (route.access() instanceof Access.Holders holders)
            operation.put(
                    "x-permissions-any-of",
                    holders.anyOf().stream().map(Permission::codename).toList());
        if (route.method() == Route.Method.SOCKET) operation.put("x-websocket", true);
        operation.put("security", security(route.access()));
        List<Map<String, Object>> budgets = budgets(route);
        if (!budgets.isEmpty()) operation.put("x-budgets", budgets);
        if (!route.params().isEmpty())
            operation.put(
                    "parameters",
                    route.params().stream()
                            .map(param -> parameter(route, param))
                            .toList());
        if (route.request() != null) {
            Map<String, Object> body = new LinkedHashMap<>();
            body.put("required", route.bodyNeeded());
            body.put(
                    "content",
                    content(
                            Json.MEDIA_TYPE,
                            schemas.ofBody(route.request(), route.strict()),
                            examples.request(route.id())));
            operation.put("requestBody", body);
        }
        if (route.takesFile()) {
            Map<String, Object> body = new LinkedHashMap<>();
            body.put("required", true);
            body.put("content", content(Uploads.MEDIA_TYPE, FILE_FORM, null));
            operation.put("requestBody", body);
        }
        operation.put("responses", responses(route));
        return operation;
    }

    private static List<Map<String, Object>> security(Access access) {
        Map<String, Object> token = Map.of("bearer", List.of());
        if (access.needsUser()) return List.of(token);
        return access.recognises() ? List.of(Map.of(), token) : List.of();
    }

    /** How often, and how much at once, from one address and by one user. */
    private static List<Map<String, Object>> budgets(Route route) {
        List<Map<String, Object>> shown = new ArrayList<>();
        if (route.limit() != null) shown.add(route.limit().shown());
        route.budgets().forEach(budget -> shown.add(budget.shown()));
        return shown;
    }

    private static String who(Access access) {
        if (access.recognises()) return "For all clients; a token is looked at, if there is one.";
        if (access instanceof Access.Public) return "For all clients, without a token.";
        if (access instanceof Access.Holders holders) {
            return holders.anyOf().stream()
                    .map(permission -> "`" + permission + "`")
                    .collect(Collectors.joining(" or ", "Needs the permission ", "."));
        }
        return "For any signed-in user.";
    }

    private Map<String, Object> parameter(Route route, Param<?> param) {
        Map<String, Object> schema = new LinkedHashMap<>(param.schema());
        if (param.fallback() != null) schema.put("default", param.shownFallback());
        Map<String, Object> parameter = new LinkedHashMap<>();
        parameter.put("name", param.name());
        parameter.put("in", param.in().word());
        parameter.put("description", param.description());
        parameter.put("required", param.demanded());
        parameter.put("schema", schema);
        Object example = examples.parameter(route.id(), param.name());
        if (example != null) parameter.put("example", example);
        return parameter;
    }

    private Map<String, Object> responses(Route route) {
        Map<String, Object> responses = new LinkedHashMap<>();
        if (route.method() == Route.Method.SOCKET) {
            responses.put("101", Map.of("description", ((Route.Answer.Media) route.answer()).description()));
            responses.put("403", problem(403));
            responses.put("426", problem(426));
            responses.put("default", problem("Any other refusal, before the upgrade."));
            return responses;
        }
        responses.put("200", success(route.answer(), examples.response(route.id())));
        for (int status : route.problems()) responses.put(String.valueOf(status), problem(status));
        if (route.answer() instanceof Route.Answer.Json json)
            for (int status : json.alike()) responses.put(String.valueOf(status), success(json, null));
        return responses;
    }

    private Map<String, Object> success(Route.Answer answer, @Nullable Object example) {
        Map<String, Object> response = new LinkedHashMap<>();
        if (answer instanceof Route.Answer.Json json) {
            response.put("description", "Done.");
            response.put("content", content(Json.MEDIA_TYPE, schemas.reference(json.type()), example));
        } else if (answer instanceof Route.Answer.Media media) {
            response.put("description", media.description());
            Map<String, Object> content = new LinkedHashMap<>();
            for (String mediaType : media.mediaTypes())
                content.putAll(content(mediaType, Map.of(), Examples.of(example, mediaType)));
            response.put("content", content);
        }
        return response;
    }

    private Map<String, Object> problem(int status) {
        return problem(Problem.title(status));
    }

    private Map<String, Object> problem(String description) {
        Map<String, Object> response = new LinkedHashMap<>();
        response.put("description", description);
        if (description.equals(Problem.title(429))) response.put("headers", Map.of("Retry-After", RETRY_AFTER));
        response.put("content", content(Problem.MEDIA_TYPE, schemas.reference(Problem.class), null));
        return response;
    }

    private static Map<String, Object> content(String mediaType, Map<String, Object> schema, @Nullable Object example) {
        Map<String, Object> content = new LinkedHashMap<>();
        content.put("schema", schema);
        if (example != null) content.put("example", example);
        return Map.of(mediaType, content);
    }
}
