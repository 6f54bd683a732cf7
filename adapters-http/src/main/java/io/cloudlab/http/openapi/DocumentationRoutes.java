package io.cloudlab.http.openapi;

import io.cloudlab.http.error.Json;
import io.cloudlab.http.routing.Access;
import io.cloudlab.http.routing.RouteGroup;
import io.cloudlab.http.routing.RouteTableBuilder;
import io.cloudlab.http.routing.Routes;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What describes the API: the OpenAPI document, a page that shows it, and the page that says where to go. */
public final class DocumentationRoutes implements RouteGroup {
    private final List<RouteGroup> described = new ArrayList<>();
    private volatile byte @Nullable [] document;

    private DocumentationRoutes() {}

    /** These groups and one that describes them all, itself included. */
    public static List<RouteGroup> with(List<RouteGroup> groups) {
        DocumentationRoutes documentation = new DocumentationRoutes();
        documentation.described.addAll(groups);
        documentation.described.add(documentation);
        return List.copyOf(documentation.described);
    }

    @Override
    public String name() {
        return "Documentation";
    }

    @Override
    public void declare(RouteTableBuilder routes) {
        routes.get("getOpenApi", "/api/openapi.json")
                .by(Access.PUBLIC)
                .summary("This description of the API, as OpenAPI 3.1.")
                .answers("application/json", "The document.")
                .to(exchange -> exchange.json(document()));
        file(routes, "/", "index.html", "text/html;charset=utf-8");
        file(routes, "/links.js", "links.js", "text/javascript;charset=utf-8");
        file(routes, "/links.css", "links.css", "text/css;charset=utf-8");
        file(routes, "/api/docs", "docs.html", "text/html;charset=utf-8");
        file(routes, "/api/docs/docs.js", "docs.js", "text/javascript;charset=utf-8");
        file(routes, "/api/docs/docs.css", "docs.css", "text/css;charset=utf-8");
    }

    private static void file(RouteTableBuilder routes, String path, String name, String mediaType) {
        String id = "get" + path.replaceAll("[^a-z]", "_");
        routes.get(id, path)
                .by(Access.PUBLIC)
                .summary("A page or a part of one.")
                .answers(mediaType, "The file.")
                .to(exchange -> exchange.page(mediaType, Resources.bytes("/console/" + name)));
    }

    /** Made when it is first asked for: most servers are never asked. */
    private byte[] document() {
        byte[] made = document;
        if (made == null) {
            made = Json.bytes(new OpenApi(Routes.of(described)).document());
            document = made;
        }
        return made;
    }
}
