package io.cloudlab.http.api.inventory;

import static io.cloudlab.http.api.inventory.InventoryParams.ID;
import static io.cloudlab.http.api.inventory.InventoryParams.TYPE;

import io.cloudlab.core.inventory.item.AccessRules;
import io.cloudlab.core.inventory.item.Item;
import io.cloudlab.core.inventory.item.ItemChange;
import io.cloudlab.core.inventory.item.ItemFilter;
import io.cloudlab.core.inventory.item.Items;
import io.cloudlab.core.inventory.item.NewItem;
import io.cloudlab.core.shared.InvalidInput;
import io.cloudlab.core.shared.Page;
import io.cloudlab.core.shared.Remembered;
import io.cloudlab.http.api.StatusJson;
import io.cloudlab.http.body.Bodies;
import io.cloudlab.http.error.Json;
import io.cloudlab.http.error.ProblemException;
import io.cloudlab.http.routing.Access;
import io.cloudlab.http.routing.Exchange;
import io.cloudlab.http.routing.Paging;
import io.cloudlab.http.routing.Param;
import io.cloudlab.http.routing.RouteGroup;
import io.cloudlab.http.routing.RouteTableBuilder;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code /api/inventory/{type}}: the objects. Who may do what with them is for the use cases to decide. */
public final class ItemRoutes implements RouteGroup {
    private static final Param<Integer> TAG = new Param<>(
            Param.In.PATH,
            "tag",
            "The tag's id.",
            Param.id("").schema(),
            null,
            true,
            Param.id("").reader());
    private static final Param<String> SEARCH =
            Param.text("search", "A part of what the searchable fields hold, whatever its case.");
    private static final Param<String> TAGS = Param.texts("tag", "The name of a tag the objects bear.");
    private static final Param<String> FIELD = Param.text("field.<name>", "What the field of that name holds.");
    private static final Param<String> SORT = Param.text(
            "sort",
            "The field to sort by, with a dash before it to begin with the largest; the newest first when missing.");
    private static final Param<Long> PER_PAGE = Paging.perPage(100, 500);

    private final Items items;
    private final AccessRules rules;
    private final Remembered<Page<Item>, byte[]> lists = new Remembered<>();

    public ItemRoutes(Items items, AccessRules rules) {
        this.items = items;
        this.rules = rules;
    }

    record NewItemJson(Map<String, Object> data, @Nullable List<Integer> tagIds) {
        NewItemJson {
            Bodies.require("data", data);
            if (tagIds != null) Bodies.checkIds("tag_ids", tagIds);
        }
    }

    record ItemChangeJson(
            @Nullable Map<String, Object> data,
            @Nullable List<Integer> tagIds,
            @Nullable Long version) {
        ItemChangeJson {
            if (tagIds != null) Bodies.checkIds("tag_ids", tagIds);
        }
    }

    record TagIdsJson(List<Integer> tagIds) {
        TagIdsJson {
            Bodies.require("tag_ids", tagIds);
            Bodies.checkIds("tag_ids", tagIds);
        }
    }

    @Override
    public String name() {
        return "Inventory objects";
    }

    @Override
    public void declare(RouteTableBuilder routes) {
        routes.get("listObjects", "/api/inventory/{type}")
                .by(Access.ANY_USER)
                .summary("The objects of a type that the caller may see.")
                .takes(TYPE, SEARCH, TAGS, FIELD, SORT, Paging.PAGE, PER_PAGE)
                .lists(ItemJson.ListOf.class)
                .fails(403, 404)
                .to(this::list);
        routes.post("createObject", "/api/inventory/{type}")
                .by(Access.ANY_USER)
                .summary("Create an object.")
                .takes(TYPE)
                .body(NewItemJson.class)
                .answers(ItemJson.class)
                .fails(400, 403, 404, 409)
                .to(this::create);
        routes.get("getObject", "/api/inventory/{type}/{id}")
                .by(Access.ANY_USER)
                .summary("One object, with its rules for those who may manage them. Secrets are masked.")
                .takes(TYPE, ID)
                .answers(ItemJson.class)
                .fails(403, 404)
                .to(this::find);
        routes.put("updateObject", "/api/inventory/{type}/{id}")
                .by(Access.ANY_USER)
                .summary("Change the fields that are named, and the tags if given.")
                .takes(TYPE, ID)
                .body(ItemChangeJson.class)
                .answers(ItemJson.class)
                .fails(400, 403, 404, 409)
                .to(this::change);
        routes.delete("deleteObject", "/api/inventory/{type}/{id}")
                .by(Access.ANY_USER)
                .summary("Delete an object with its rules.")
                .takes(TYPE, ID)
                .answers(StatusJson.class)
                .fails(403, 404)
                .to(exchange -> {
                    items.delete(exchange.caller(), exchange.get(TYPE), exchange.get(ID));
                    exchange.json(new StatusJson("deleted"));
                });
        routes.post("addObjectTags", "/api/inventory/{type}/{id}/tags")
                .by(Access.ANY_USER)
                .summary("Mark an object with more tags.")
                .takes(TYPE, ID)
                .body(TagIdsJson.class)
                .bodyLimit(Bodies.SMALL)
                .answers(TagJson.ListOf.class)
                .fails(400, 403, 404, 409)
                .to(exchange -> exchange.json(TagJson.ListOf.of(items.addTags(
                        exchange.caller(),
                        exchange.get(TYPE),
                        exchange.get(ID),
                        exchange.body(TagIdsJson.class).tagIds()))));
        routes.delete("removeObjectTag", "/api/inventory/{type}/{id}/tags/{tag}")
                .by(Access.ANY_USER)
                .summary("Take a tag from an object.")
                .takes(TYPE, ID, TAG)
                .answers(TagJson.ListOf.class)
                .fails(403, 404, 409)
                .to(exchange -> exchange.json(TagJson.ListOf.of(
                        items.removeTag(exchange.caller(), exchange.get(TYPE), exchange.get(ID), exchange.get(TAG)))));
    }

    private void list(Exchange exchange) {
        try {
            ItemFilter filter = new ItemFilter(
                    exchange.find(SEARCH), exchange.all(TAGS), exchange.named(FIELD), exchange.find(SORT));
            Page<Item> page = items.list(exchange.caller(), exchange.get(TYPE), filter, Paging.of(exchange, PER_PAGE));
            exchange.json(lists.of(page, found -> Json.bytes(ItemJson.ListOf.of(found))));
        } catch (InvalidInput e) {
            throw ProblemException.inQuery(e);
        }
    }

    private void create(Exchange exchange) {
        NewItemJson body = exchange.body(NewItemJson.class);
        NewItem wanted = new NewItem(body.data(), body.tagIds() == null ? List.of() : body.tagIds());
        exchange.json(ItemJson.of(items.create(exchange.caller(), exchange.get(TYPE), wanted)));
    }

    private void find(Exchange exchange) {
        Item item = items.find(exchange.caller(), exchange.get(TYPE), exchange.get(ID));
        exchange.json(ItemJson.ofOne(rules.view(exchange.caller(), item)));
    }

    private void change(Exchange exchange) {
        ItemChangeJson body = exchange.body(ItemChangeJson.class);
        ItemChange change = new ItemChange(body.data() == null ? Map.of() : body.data(), body.tagIds(), body.version());
        exchange.json(ItemJson.of(items.change(exchange.caller(), exchange.get(TYPE), exchange.get(ID), change)));
    }
}
