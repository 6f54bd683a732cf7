package io.cloudlab.core.inventory.action;

import io.cloudlab.core.inventory.item.FieldSecrets;
import io.cloudlab.core.inventory.item.Item;
import io.cloudlab.core.inventory.type.Action;
import io.cloudlab.core.inventory.type.Field;
import io.cloudlab.core.inventory.type.FieldType;
import io.cloudlab.core.inventory.type.ItemType;
import io.cloudlab.core.inventory.type.TypeSlug;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An object that an action is about to run on, for the code that carries it out: its secrets are in the clear, so it is
 * never shown.
 *
 * @param fields what the fields hold as text, those without a value left out
 * @param source what it was made from by an adapter; null for objects people made
 */
public record ActionTarget(
        long id, TypeSlug type, String name, Action action, Map<String, String> fields, Item.@Nullable Source source) {
    static ActionTarget of(ItemType type, Item item, Action action, FieldSecrets secrets) {
        Map<String, String> fields = new LinkedHashMap<>();
        for (Field field : type.fields()) {
            Object value = item.data().get(field.name());
            String text = field.type() == FieldType.SECRET
                    ? secrets.open(item, field)
                    : value == null || FieldSecrets.isSealed(value) ? null : String.valueOf(value);
            if (text != null && !text.isBlank()) fields.put(field.name(), text);
        }
        return new ActionTarget(item.id(), item.type(), item.name(), action, fields, item.source());
    }

    public Optional<String> field(String name) {
        return Optional.ofNullable(fields.get(name));
    }

    /** Leaves out what the object holds. */
    @Override
    public String toString() {
        return "ActionTarget[" + type + "/" + id + " " + action.name() + "]";
    }
}
