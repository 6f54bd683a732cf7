package io.cloudlab.http.api.inventory;

import io.cloudlab.core.inventory.item.ItemTypes;
import io.cloudlab.http.routing.Access;
import io.cloudlab.http.routing.Param;
import io.cloudlab.http.routing.RouteGroup;
import io.cloudlab.http.routing.RouteTableBuilder;

/** {@code /api/inventory/types}. */
public final class ItemTypeRoutes implements RouteGroup {
    private static final Param<String> SLUG = Param.path("slug", "The type's slug.", text -> text);

    private final ItemTypes types;

    public ItemTypeRoutes(ItemTypes types) {
        this.types = types;
    }

    @Override
    public String name() {
        return "Inventory types";
    }

    @Override
    public void declare(RouteTableBuilder routes) {
        routes.get("listTypes", "/api/inventory/types")
                .by(Access.ANY_USER)
                .summary("The types of objects there are, in the order of their files.")
                .lists(ItemTypeJson.ListOf.class)
                .to(exchange -> exchange.json(ItemTypeJson.ListOf.of(types.list(exchange.caller()))));
        routes.get("getType", "/api/inventory/types/{slug}")
                .by(Access.ANY_USER)
                .summary("One type.")
                .takes(SLUG)
                .answers(ItemTypeJson.class)
                .fails(404)
                .to(exchange -> exchange.json(ItemTypeJson.of(types.find(exchange.caller(), exchange.get(SLUG)))));
    }
}
