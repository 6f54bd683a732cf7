package io.cloudlab.http.api.inventory;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.cloudlab.core.inventory.item.AccessRules;
import io.cloudlab.core.inventory.item.Item;
import io.cloudlab.core.shared.Page;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An object of the inventory as clients see it.
 *
 * @param typeId a number derived from the slug
 * @param aclRules only in the answer about one object, for those who may manage them
 */
record ItemJson(
        long id,
        int typeId,
        String typeSlug,
        String name,
        Map<String, Object> data,
        List<TagJson> tags,
        @Nullable Integer createdBy,
        Instant createdAt,
        Instant updatedAt,
        long version,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable List<AccessRuleJson> aclRules) {
    static ItemJson of(Item item) {
        return with(item, null);
    }

    static ItemJson ofOne(AccessRules.ItemView view) {
        return with(view.item(), view.rules() == null ? null : AccessRuleJson.all(view.rules()));
    }

    private static ItemJson with(Item item, @Nullable List<AccessRuleJson> rules) {
        return new ItemJson(
                item.id(),
                item.type().number(),
                item.type().value(),
                item.name(),
                item.data(),
                item.tags().stream().map(TagJson::of).toList(),
                item.createdBy(),
                item.createdAt(),
                item.updatedAt(),
                item.version(),
                rules);
    }

    record ListOf(List<ItemJson> objects, long total, int page, int perPage) {
        static ListOf of(Page<Item> page) {
            return new ListOf(
                    page.items().stream().map(ItemJson::of).toList(),
                    page.total(),
                    page.request().page(),
                    page.request().perPage());
        }
    }
}
