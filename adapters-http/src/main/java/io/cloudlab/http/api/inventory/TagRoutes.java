package io.cloudlab.http.api.inventory;

import io.cloudlab.core.access.Permission;
import io.cloudlab.core.inventory.item.AccessRules;
import io.cloudlab.core.inventory.item.TagCount;
import io.cloudlab.core.inventory.item.Tags;
import io.cloudlab.http.api.StatusJson;
import io.cloudlab.http.body.Bodies;
import io.cloudlab.http.routing.Access;
import io.cloudlab.http.routing.Param;
import io.cloudlab.http.routing.RouteGroup;
import io.cloudlab.http.routing.RouteTableBuilder;
import org.jspecify.annotations.Nullable;

/** {@code /api/inventory/tags}. */
public final class TagRoutes implements RouteGroup {
    private static final Param<Integer> ID = Param.id("The tag's id.");
    private static final Param<Long> RULE = Param.longId("rule", "The id of what the tag allows.");

    private final Tags tags;
    private final AccessRules rules;

    public TagRoutes(Tags tags, AccessRules rules) {
        this.tags = tags;
        this.rules = rules;
    }

    record NewTagJson(String name, @Nullable String color) {
        NewTagJson {
            Bodies.require("name", name);
        }
    }

    record TagChangeJson(@Nullable String name, @Nullable String color) {}

    record NewGrantJson(int roleId, String permission) {
        NewGrantJson {
            Bodies.require("permission", permission);
        }
    }

    @Override
    public String name() {
        return "Inventory tags";
    }

    @Override
    public void declare(RouteTableBuilder routes) {
        routes.get("listTags", "/api/inventory/tags")
                .by(Access.ANY_USER)
                .summary("All tags, by name, with how many objects bear them.")
                .lists(TagJson.ListOfCounted.class)
                .to(exchange -> exchange.json(TagJson.ListOfCounted.of(tags.list(exchange.caller()))));
        routes.post("createTag", "/api/inventory/tags")
                .by(Access.holdersOf(Permission.INVENTORY_TAGS_MANAGE))
                .summary("Create a tag.")
                .body(NewTagJson.class)
                .bodyLimit(Bodies.SMALL)
                .answers(TagJson.Counted.class)
                .fails(409)
                .to(exchange -> {
                    NewTagJson body = exchange.body(NewTagJson.class);
                    exchange.json(TagJson.Counted.of(
                            new TagCount(tags.create(exchange.caller(), body.name(), body.color()), 0)));
                });
        routes.put("updateTag", "/api/inventory/tags/{id}")
                .by(Access.holdersOf(Permission.INVENTORY_TAGS_MANAGE))
                .summary("Change a tag; what is null or missing stays.")
                .takes(ID)
                .body(TagChangeJson.class)
                .bodyLimit(Bodies.SMALL)
                .answers(TagJson.Counted.class)
                .fails(404, 409)
                .to(exchange -> {
                    TagChangeJson body = exchange.body(TagChangeJson.class);
                    exchange.json(TagJson.Counted.of(
                            tags.change(exchange.caller(), exchange.get(ID), body.name(), body.color())));
                });
        routes.delete("deleteTag", "/api/inventory/tags/{id}")
                .by(Access.holdersOf(Permission.INVENTORY_TAGS_MANAGE))
                .summary("Take a tag from all objects and forget it with what it allowed.")
                .takes(ID)
                .answers(StatusJson.class)
                .fails(404)
                .to(exchange -> {
                    tags.delete(exchange.caller(), exchange.get(ID));
                    exchange.json(new StatusJson("deleted"));
                });
        declareGrants(routes);
    }

    private void declareGrants(RouteTableBuilder routes) {
        routes.get("listTagPermissions", "/api/inventory/tags/{id}/permissions")
                .by(Access.holdersOf(Permission.INVENTORY_ACL_MANAGE))
                .summary("What a tag lets roles do with the objects that bear it.")
                .takes(ID)
                .lists(TagJson.Grants.class)
                .fails(404)
                .to(exchange -> exchange.json(TagJson.Grants.of(tags.grants(exchange.caller(), exchange.get(ID)))));
        routes.post("addTagPermission", "/api/inventory/tags/{id}/permissions")
                .by(Access.holdersOf(Permission.INVENTORY_ACL_MANAGE))
                .summary("Let a role do something with every object that bears the tag.")
                .takes(ID)
                .body(NewGrantJson.class)
                .bodyLimit(Bodies.SMALL)
                .strict()
                .answers(TagJson.Grant.class)
                .fails(400, 404)
                .to(exchange -> {
                    NewGrantJson body = exchange.body(NewGrantJson.class);
                    exchange.json(TagJson.Grants.of(
                                    tags.grant(exchange.caller(), exchange.get(ID), body.roleId(), body.permission()))
                            .permissions()
                            .get(0));
                });
        routes.delete("removeTagPermission", "/api/inventory/tags/{id}/permissions/{rule}")
                .by(Access.holdersOf(Permission.INVENTORY_ACL_MANAGE))
                .summary("No longer let a role do it.")
                .takes(ID, RULE)
                .strict()
                .answers(StatusJson.class)
                .fails(404)
                .to(exchange -> {
                    tags.revoke(exchange.caller(), exchange.get(ID), exchange.get(RULE));
                    exchange.json(new StatusJson("deleted"));
                });
    }
}
