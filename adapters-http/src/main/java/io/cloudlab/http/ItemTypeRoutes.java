package io.cloudlab.http;

import io.cloudlab.core.inventory.ItemTypes;

/** {@code /api/inventory/types}. */
final class ItemTypeRoutes implements RouteGroup {
    private static final Param<String> SLUG = Param.path("slug", "The type's slug.", text -> text);

    private final ItemTypes types;

    ItemTypeRoutes(ItemTypes types) {
        this.types = types;
    }

    @Override
    public String name() {
        return "Inventory types";
    }

    @Override
    public void declare(Declarations routes) {
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
