package io.cloudlab.process.types;

import io.cloudlab.core.inventory.type.Field;
import io.cloudlab.core.inventory.type.FieldType;
import io.cloudlab.core.inventory.type.ItemType;
import io.cloudlab.core.shared.InvalidInput;
import io.cloudlab.process.catalogue.ScriptsTable;
import io.cloudlab.process.yaml.YamlEntry;
import io.cloudlab.process.yaml.YamlFields;
import io.cloudlab.process.yaml.YamlOptions;
import io.cloudlab.process.yaml.YamlProblem;
import io.cloudlab.process.yaml.YamlValue;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Reads a field of a type. What makes no sense of it is dropped and noted; only its name has to be right. */
final class TypeField {
    private final YamlEntry entry;
    private final ItemType bare;
    private final List<YamlProblem> found;

    /** @param bare the type without fields, by whose rules the field must go */
    TypeField(YamlEntry entry, ItemType bare, List<YamlProblem> found) {
        this.entry = entry;
        this.bare = bare;
        this.found = found;
    }

    Field read() throws YamlProblem {
        String name = YamlFields.name(entry, "a field");
        Field plain = checked(() -> Field.of(name, FieldType.STRING));
        String label = entry.text("label", name);
        Field labelled = kept("label", plain, () -> with(plain, label, FieldType.STRING, List.of(), null));
        FieldType type = type(name);
        List<String> options = options(name, type);
        if (type == FieldType.ENUM && options.isEmpty()) {
            entry.note(entry.mapping(), "field '" + name + "' is taken as a string: it has no 'options'");
            type = FieldType.STRING;
        }
        FieldType taken = type;
        Field flagged = checked(() -> new Field(
                name,
                labelled.label(),
                taken,
                entry.flag("required"),
                false,
                entry.flag("readonly"),
                entry.flag("searchable"),
                options,
                null));
        Field unique = entry.flag("unique") ? kept("unique", flagged, flagged::asUnique) : flagged;
        Object standard = standard(taken);
        if (standard == null) return unique;
        return kept("default", unique, () -> with(unique, unique.label(), taken, options, standard));
    }

    private List<String> options(String name, FieldType type) throws YamlProblem {
        YamlOptions options = YamlOptions.read(entry, "options", found);
        if (!isPlain(entry.value("options")))
            entry.note(place("options"), "types show the values of options, not labels");
        if (!options.values().isEmpty() && !type.hasOptions())
            entry.note(entry.mapping(), "'options' mean nothing in field '" + name + "', which is a " + type.word());
        return options.values();
    }

    private static boolean isPlain(@Nullable YamlValue options) {
        return options == null
                || options instanceof YamlValue.Sequence list
                        && list.items().stream().allMatch(item -> item instanceof YamlValue.Scalar);
    }

    /** What is not known is a string; where the word hints at a secret, it is one. */
    private FieldType type(String name) {
        YamlValue value = entry.value("type");
        if (value == null) {
            entry.note(entry.mapping(), "field '" + name + "' is taken as a string: 'type' is missing");
            return FieldType.STRING;
        }
        String word = value instanceof YamlValue.Scalar scalar ? scalar.text() : "";
        Optional<FieldType> known = TypesTable.FIELD_TYPES.find(word);
        if (known.isPresent()) return known.get();
        boolean hidden = ScriptsTable.isLikeSecret(word)
                || TypesTable.FIELD_TYPES
                        .nearest(word)
                        .filter(near -> near == FieldType.SECRET)
                        .isPresent();
        FieldType taken = hidden ? FieldType.SECRET : FieldType.STRING;
        entry.note(
                value,
                "field '" + name + "' is taken as a " + taken.word() + ": its type is "
                        + TypesTable.FIELD_TYPES.unknown(word));
        return taken;
    }

    /** In YAML a default such as {@code 8080} is a number, also where the field holds text. */
    private @Nullable Object standard(FieldType type) {
        YamlValue value = entry.value("default");
        if (value == null) return null;
        String text = value instanceof YamlValue.Scalar scalar ? scalar.text() : null;
        return switch (type) {
            case INTEGER, JSON -> value.plain();
            case BOOLEAN ->
                text == null
                        ? value.plain()
                        : YamlEntry.truth(text).<Object>map(flag -> flag).orElse(text);
            case STRING, TEXT, ENUM, DATETIME, SECRET -> text == null ? value.plain() : text;
        };
    }

    private static Field with(
            Field field, String label, FieldType type, List<String> options, @Nullable Object standard) {
        return new Field(
                field.name(),
                label,
                type,
                field.required(),
                field.unique(),
                field.readonly(),
                field.searchable(),
                options,
                standard);
    }

    /** The wanted field, or the former one if what the key says makes no sense. */
    private Field kept(String key, Field former, Supplier<Field> wanted) {
        try {
            return fitting(wanted);
        } catch (InvalidInput e) {
            entry.note(place(key), TypeYaml.sentence(e) + "; it is passed over");
            return former;
        }
    }

    private Field checked(Supplier<Field> making) throws YamlProblem {
        try {
            return fitting(making);
        } catch (InvalidInput e) {
            throw entry.problem(TypeYaml.sentence(e));
        }
    }

    private Field fitting(Supplier<Field> making) {
        Field field = making.get();
        new ItemType(bare.slug(), bare.label(), null, "", List.of(field), List.of(), null);
        return field;
    }

    private YamlValue place(String key) {
        YamlValue value = entry.value(key);
        return value == null ? entry.mapping() : value;
    }
}
