package io.cloudlab.core.inventory.item;

import io.cloudlab.core.inventory.type.Field;
import io.cloudlab.core.inventory.type.FieldType;
import io.cloudlab.core.inventory.type.ItemType;
import io.cloudlab.core.inventory.type.JsonValues;
import io.cloudlab.core.shared.JsonText;
import io.cloudlab.core.vault.MasterKey;
import io.cloudlab.core.vault.SealedSecret;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Seals the secrets of an object, each bound to its object and field, and masks them in all views of objects. A sealed
 * secret can be told from any other value, also after a change of the field's type.
 */
public final class FieldSecrets {
    /** Stands where there is a secret; sent back, it leaves the secret as it is. */
    public static final String MASK = "********";

    private static final String SEALED = JsonValues.RESERVED_NAME;

    private final MasterKey key;

    public FieldSecrets(MasterKey key) {
        this.key = key;
    }

    public static boolean isSealed(@Nullable Object value) {
        return value instanceof Map<?, ?> map && map.containsKey(SEALED);
    }

    public Object seal(String plain, long item, Field field) {
        SealedSecret sealed = key.seal(plain.getBytes(StandardCharsets.UTF_8), owner(item, field));
        return Map.of(SEALED, Base64.getEncoder().encodeToString(sealed.bytes()));
    }

    /** What the object holds, sealed where it has become secret; the same map where nothing has. */
    public Map<String, Object> sealed(ItemType type, Item item) {
        Map<String, Object> data = new LinkedHashMap<>(item.data());
        for (Field field : type.fields()) {
            Object value = data.get(field.name());
            if (field.type() == FieldType.SECRET && value != null && !isSealed(value))
                data.put(
                        field.name(), seal(value instanceof String text ? text : JsonText.of(value), item.id(), field));
        }
        return data.equals(item.data()) ? item.data() : data;
    }

    /** The secret in the clear, or null if there is none; for jobs only. */
    @Nullable
    public String open(Item item, Field field) {
        Object value = item.data().get(field.name());
        if (!isSealed(value)) return value instanceof String plain ? plain : null;
        byte[] sealed = Base64.getDecoder().decode(String.valueOf(((Map<?, ?>) value).get(SEALED)));
        return new String(key.open(new SealedSecret(sealed), owner(item.id(), field)), StandardCharsets.UTF_8);
    }

    /** What may be shown: the fields the type has now, secrets masked. */
    Item masked(ItemType type, Item item) {
        Map<String, Object> shown = new LinkedHashMap<>();
        for (Field field : type.fields()) {
            Object value = item.data().get(field.name());
            if (value == null) continue;
            if (field.type() == FieldType.SECRET) shown.put(field.name(), MASK);
            else if (!isSealed(value)) shown.put(field.name(), value);
        }
        return item.withData(shown);
    }

    private static String owner(long item, Field field) {
        return "inventory/" + item + "/" + field.name();
    }
}
