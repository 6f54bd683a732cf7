package io.cloudlab.persistence.items;

import io.cloudlab.core.inventory.item.Item;
import java.util.List;
import org.jdbi.v3.core.Handle;

/**
 * Rules of synchronised objects hang on what these stand for: type, source and key. They are put aside when an object
 * goes, and return with the next one of the same key.
 */
final class KeptRules {
    private static final String SAME = "item.type_slug = kept.type_slug and item.source = kept.source"
            + " and item.source_key = kept.source_key and item.id = any (:ids)";

    private final Handle handle;

    KeptRules(Handle handle) {
        this.handle = handle;
    }

    /** Call it before the objects are deleted. */
    void keep(List<Item> going) {
        Object[] ids = synchronised(going);
        if (ids.length == 0) return;
        handle.createUpdate("""
                        insert into cloudlab_acl_kept (id, type_slug, source, source_key, role_id, permission, effect)
                        select rule.id, item.type_slug, item.source, item.source_key, rule.role_id, rule.permission,
                            rule.effect
                        from cloudlab_acl rule join cloudlab_item item on item.id = rule.item_id
                        where item.id = any (:ids)""").bindArray("ids", Long.class, ids).execute();
    }

    /** Call it after the objects are stored. */
    void giveBack(List<Item> come) {
        Object[] ids = synchronised(come);
        if (ids.length == 0 || isEmpty()) return;
        int given = handle.createUpdate("insert into cloudlab_acl (id, item_id, type_slug, role_id, permission, effect)"
                        + " select kept.id, item.id, kept.type_slug, kept.role_id, kept.permission, kept.effect"
                        + " from cloudlab_acl_kept kept join cloudlab_item item on " + SAME)
                .bindArray("ids", Long.class, ids)
                .execute();
        if (given == 0) return;
        handle.createUpdate("delete from cloudlab_acl_kept where id in (select kept.id from cloudlab_acl_kept kept"
                        + " join cloudlab_item item on " + SAME + ")")
                .bindArray("ids", Long.class, ids)
                .execute();
    }

    private boolean isEmpty() {
        return handle.createQuery("select id from cloudlab_acl_kept limit 1")
                .mapTo(Long.class)
                .findOne()
                .isEmpty();
    }

    private static Object[] synchronised(List<Item> items) {
        return items.stream()
                .filter(item -> item.source() != null)
                .map(Item::id)
                .toArray();
    }
}
