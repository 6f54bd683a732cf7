package io.cloudlab.http.api.inventory;

import io.cloudlab.core.access.TagGrant;
import io.cloudlab.core.inventory.item.Tag;
import io.cloudlab.core.inventory.item.TagCount;
import io.cloudlab.core.inventory.item.Tags;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A tag as clients see it. */
record TagJson(int id, String name, @Nullable String color) {
    static TagJson of(Tag tag) {
        return new TagJson(tag.id(), tag.name(), tag.color());
    }

    record ListOf(List<TagJson> tags) {
        static ListOf of(List<Tag> tags) {
            return new ListOf(tags.stream().map(TagJson::of).toList());
        }
    }

    record Counted(int id, String name, @Nullable String color, long objectCount) {
        static Counted of(TagCount counted) {
            Tag tag = counted.tag();
            return new Counted(tag.id(), tag.name(), tag.color(), counted.objects());
        }
    }

    record ListOfCounted(List<Counted> tags) {
        static ListOfCounted of(List<TagCount> tags) {
            return new ListOfCounted(tags.stream().map(Counted::of).toList());
        }
    }

    /** What a role may do with the objects that have the tag. */
    record Grant(long id, int roleId, @Nullable String roleName, String permission) {
        static Grant of(TagGrant grant, Map<Integer, String> roles) {
            return new Grant(grant.id(), grant.roleId(), roles.get(grant.roleId()), grant.permission());
        }
    }

    record Grants(List<Grant> permissions) {
        static Grants of(Tags.Grants shown) {
            return new Grants(shown.grants().stream()
                    .map(grant -> Grant.of(grant, shown.roleNames()))
                    .toList());
        }
    }
}
