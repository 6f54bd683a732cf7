package io.cloudlab.http.api.system;

import io.cloudlab.core.services.LabSchemas;
import io.cloudlab.core.shared.NotFound;
import io.cloudlab.http.routing.Access;
import io.cloudlab.http.routing.Exchange;
import io.cloudlab.http.routing.Param;
import io.cloudlab.http.routing.RouteGroup;
import io.cloudlab.http.routing.RouteTableBuilder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** {@code /api/schemas}: JSON schemas of the files of a lab, for editors, which send no token. */
public final class SchemaRoutes implements RouteGroup {
    private static final Param<String> NAME = Param.path("name", "The schema's name.", name -> name);

    private final LabSchemas schemas;

    public SchemaRoutes(LabSchemas schemas) {
        this.schemas = schemas;
    }

    /** @param schemas the names, such as {@code scripts.json} */
    record SchemaListJson(List<String> schemas) {}

    @Override
    public String name() {
        return "Schemas";
    }

    @Override
    public void declare(RouteTableBuilder routes) {
        routes.get("listSchemas", "/api/schemas")
                .by(Access.PUBLIC)
                .summary("The JSON schemas there are of a lab's files.")
                .lists(SchemaListJson.class)
                .to(exchange -> exchange.json(new SchemaListJson(schemas.names())));
        routes.get("getSchema", "/api/schemas/{name}")
                .by(Access.PUBLIC)
                .summary("What the server understands of one kind of file, as JSON schema.")
                .takes(NAME)
                .answers("application/json", "The schema.")
                .fails(404)
                .to(this::find);
    }

    private void find(Exchange exchange) {
        String schema = schemas.find(exchange.get(NAME)).orElseThrow(() -> new NotFound("schema"));
        exchange.json(schema.getBytes(StandardCharsets.UTF_8));
    }
}
