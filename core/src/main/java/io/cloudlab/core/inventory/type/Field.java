package io.cloudlab.core.inventory.type;

import io.cloudlab.core.shared.InvalidInput;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One field of a type.
 *
 * @param readonly only sync adapters set it
 * @param searchable whether a search looks into it; never into secrets
 * @param options what may be chosen; empty for anything
 * @param defaultValue what a new object gets where nothing is given, or null
 */
public record Field(
        String name,
        String label,
        FieldType type,
        boolean required,
        boolean unique,
        boolean readonly,
        boolean searchable,
        List<String> options,
        @Nullable Object defaultValue) {
    private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9_-]{0,63}");

    /** @throws InvalidInput naming what makes no sense, the default included */
    public Field {
        options = List.copyOf(options);
        if (!NAME.matcher(name).matches()) {
            throw new InvalidInput(
                    "name",
                    "of a field must start with a letter and hold at most 64 letters, digits, dashes and underscores");
        }
        TypeText.line("label", "field '" + name + "'", label);
        for (String option : options) TypeText.option("field '" + name + "'", option);
        if (type == FieldType.ENUM && options.isEmpty())
            throw new InvalidInput("options", "are missing from field '" + name + "'");
        if (unique && (type == FieldType.SECRET || type == FieldType.JSON || type == FieldType.BOOLEAN))
            throw new InvalidInput("unique", "cannot be asked of field '" + name + "', which is a " + type.word());
        if (defaultValue != null && type == FieldType.SECRET)
            throw new InvalidInput("default", "of field '" + name + "' would be visible to all users: it is secret");
        if (defaultValue != null && unique)
            throw new InvalidInput("default", "makes no sense in field '" + name + "', which is unique");
    }

    /** A plain field that is called as it is labelled. */
    public static Field of(String name, FieldType type) {
        return new Field(name, name, type, false, false, false, false, List.of(), null);
    }

    /** A plain field that holds one of some words. */
    public static Field choice(String name, String... options) {
        return new Field(name, name, FieldType.ENUM, false, false, false, false, List.of(options), null);
    }

    public Field asRequired() {
        return new Field(name, label, type, true, unique, readonly, searchable, options, defaultValue);
    }

    public Field asUnique() {
        return new Field(name, label, type, required, true, readonly, searchable, options, defaultValue);
    }

    public Field asReadonly() {
        return new Field(name, label, type, required, unique, true, searchable, options, defaultValue);
    }

    public Field asSearchable() {
        return new Field(name, label, type, required, unique, readonly, true, options, defaultValue);
    }

    public Field withOptions(String... given) {
        return new Field(name, label, type, required, unique, readonly, searchable, List.of(given), defaultValue);
    }

    public Field withDefault(Object given) {
        return new Field(name, label, type, required, unique, readonly, searchable, options, given);
    }
}
