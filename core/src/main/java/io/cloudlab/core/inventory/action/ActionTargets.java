package io.cloudlab.core.inventory.action;

import io.cloudlab.core.access.Caller;
import io.cloudlab.core.inventory.item.FieldSecrets;
import io.cloudlab.core.inventory.item.Item;
import io.cloudlab.core.inventory.item.ItemAccess;
import io.cloudlab.core.inventory.item.ItemStore;
import io.cloudlab.core.inventory.item.ItemTypes;
import io.cloudlab.core.inventory.type.Action;
import io.cloudlab.core.inventory.type.ActionType;
import io.cloudlab.core.inventory.type.ItemType;
import io.cloudlab.core.shared.NotFound;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Finds what actions are used on, by the object's id alone. Thread-safe. */
public final class ActionTargets {
    private final ItemStore items;
    private final ItemTypes types;
    private final ItemAccess access;
    private final FieldSecrets secrets;

    public ActionTargets(ItemStore items, ItemTypes types, ItemAccess access, FieldSecrets secrets) {
        this.items = items;
        this.types = types;
        this.access = access;
        this.secrets = secrets;
    }

    /**
     * The object, if the caller may use the action on it now.
     *
     * @param action its name; null for the first one of this kind
     * @throws NotFound if there is no such object, or no such action of its type
     * @throws io.cloudlab.core.access.Denied if the caller may not
     */
    public ActionTarget require(Caller caller, long id, @Nullable String action, ActionType kind) {
        Item item = items.find(id).orElseThrow(() -> new NotFound("object"));
        ItemType type = types.require(item.type().value());
        Action wanted = find(type, action, kind).orElseThrow(() -> new NotFound("action"));
        access.require(caller, item, wanted.name());
        wanted.requireRunnable();
        return ActionTarget.of(type, item, wanted, secrets);
    }

    private static Optional<Action> find(ItemType type, @Nullable String name, ActionType kind) {
        return type.actions().stream()
                .filter(each ->
                        each.type() == kind && (name == null || each.name().equals(name)))
                .findFirst();
    }
}
