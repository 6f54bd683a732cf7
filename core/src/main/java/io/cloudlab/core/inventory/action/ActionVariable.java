package io.cloudlab.core.inventory.action;

import io.cloudlab.core.inventory.item.FieldSecrets;
import io.cloudlab.core.inventory.item.Item;
import io.cloudlab.core.inventory.type.Action;
import io.cloudlab.core.inventory.type.Field;
import io.cloudlab.core.inventory.type.FieldType;
import io.cloudlab.core.inventory.type.ItemType;
import io.cloudlab.core.jobs.JobBuilder;
import io.cloudlab.core.shared.Refused;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;

/** Fills the variables of an action's playbook with what an object holds; what holds a secret becomes a secret variable. */
final class ActionVariable {
    private static final int MIN_SECRET_LENGTH = 4;

    private final ItemType type;
    private final Item item;
    private final FieldSecrets secrets;

    ActionVariable(ItemType type, Item item, FieldSecrets secrets) {
        this.type = type;
        this.item = item;
        this.secrets = secrets;
    }

    /** A text that is nothing but one field becomes that field's value, with its type. */
    void fill(String name, String text, JobBuilder job) {
        Matcher whole = Action.PLACE.matcher(text.strip());
        if (whole.matches() && secretField(whole.group(1)).isEmpty()) {
            job.variable(name, value(whole.group(1)));
            return;
        }
        Set<String> used = new HashSet<>();
        String source = whole.matches() ? text.strip() : text;
        String filled = Action.PLACE
                .matcher(source)
                .replaceAll(place -> Matcher.quoteReplacement(String.valueOf(text(place.group(1), used))));
        if (used.isEmpty()) job.variable(name, filled);
        else job.secretVariable(name, filled, used);
    }

    private Object text(String field, Set<String> used) {
        Optional<Field> secret = secretField(field);
        if (secret.isEmpty()) return value(field);
        String plain = secrets.open(item, secret.get());
        if (plain == null || plain.isEmpty()) throw empty(field);
        if (plain.length() < MIN_SECRET_LENGTH)
            throw new Refused(
                    "short-secret",
                    "Field '" + field + "' is secret and has fewer than " + MIN_SECRET_LENGTH
                            + " characters, too few to be masked in the output.");
        used.add(plain);
        return plain;
    }

    private Optional<Field> secretField(String name) {
        return type.field(name).filter(field -> field.type() == FieldType.SECRET);
    }

    private Object value(String field) {
        Object value = item.data().get(field);
        if (value == null || FieldSecrets.isSealed(value)) throw empty(field);
        return value;
    }

    private static Refused empty(String field) {
        return new Refused("missing-field", "The action needs field '" + field + "' of the object, which is empty.");
    }
}
