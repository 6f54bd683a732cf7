package io.cloudlab.process;

import static io.cloudlab.process.YamlFields.items;
import static io.cloudlab.process.YamlFields.mapping;
import static io.cloudlab.process.YamlFields.problem;
import static io.cloudlab.process.YamlFields.text;
import static io.cloudlab.process.YamlFields.texts;

import io.cloudlab.core.inventory.Field;
import io.cloudlab.core.inventory.FieldType;
import io.cloudlab.core.inventory.ItemType;
import io.cloudlab.core.inventory.SyncAdapter;
import io.cloudlab.core.inventory.TypeSlug;
import io.cloudlab.core.shared.InvalidInput;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Reads a type from its file. A file with a mistake is refused as a whole: half a type could hide or open too much. */
final class TypeYaml {
    private static final Set<String> TYPE = Set.of("slug", "label", "fields", "icon", "description", "actions", "sync");
    private static final Set<String> FIELD =
            Set.of("name", "type", "label", "required", "unique", "readonly", "searchable", "options", "default");

    private TypeYaml() {}

    /** @param passedOver receives what stands there without a meaning, though the type can be used */
    static ItemType read(byte[] yaml, List<YamlProblem> passedOver) throws YamlProblem {
        YamlValue.Mapping root = mapping(YamlReader.read(yaml), "the file");
        YamlFields.others(root, TYPE, passedOver);
        String word = required(root, "slug");
        TypeSlug slug = made(root, () -> new TypeSlug(word));
        String label = required(root, "label");
        if (root.get("fields") == null) throw problem(root, "a type without 'fields'");
        List<Field> fields = new ArrayList<>();
        for (YamlValue one : items(root, "fields")) {
            YamlValue.Mapping entry = mapping(one, "a field");
            YamlFields.others(entry, FIELD, passedOver);
            Field field = field(entry);
            if (!field.options().isEmpty() && !field.type().hasOptions())
                passedOver.add(problem(
                        entry,
                        "'options' mean nothing in field '" + field.name() + "', which is a "
                                + field.type().word()));
            fields.add(field);
        }
        var actions = TypeActions.read(items(root, "actions"), passedOver);
        SyncAdapter sync = sync(root);
        String icon = text(root, "icon");
        String description = text(root, "description", "");
        return made(root, () -> new ItemType(slug, label, icon, description, fields, actions, sync));
    }

    private static Field field(YamlValue.Mapping entry) throws YamlProblem {
        String name = YamlFields.name(entry, "a field");
        FieldType type = FieldType.of(required(entry, "type"))
                .orElseThrow(() -> problem(entry, "field '" + name + "' has an unknown type"));
        String label = text(entry, "label", name);
        boolean required = YamlFields.bool(entry, "required");
        boolean unique = YamlFields.bool(entry, "unique");
        boolean readonly = YamlFields.bool(entry, "readonly");
        boolean searchable = YamlFields.bool(entry, "searchable");
        List<String> options = texts(entry, "options");
        Object standard = standard(entry, type);
        return made(
                entry, () -> new Field(name, label, type, required, unique, readonly, searchable, options, standard));
    }

    /** In YAML a default such as {@code 8080} is a number, also where the field holds text. */
    private static @Nullable Object standard(YamlValue.Mapping entry, FieldType type) throws YamlProblem {
        YamlValue value = entry.get("default");
        if (value == null) return null;
        return switch (type) {
            case INTEGER, BOOLEAN, JSON -> value.plain();
            case STRING, TEXT, ENUM, DATETIME, SECRET -> text(entry, "default");
        };
    }

    private static @Nullable SyncAdapter sync(YamlValue.Mapping root) throws YamlProblem {
        YamlValue value = root.get("sync");
        if (value == null) return null;
        String word = value instanceof YamlValue.Mapping mapping
                ? text(mapping, "adapter", text(mapping, "source", ""))
                : text(root, "sync", "");
        return SyncAdapter.of(word).orElseThrow(() -> problem(value, "'sync' names no adapter there is"));
    }

    static String required(YamlValue.Mapping entry, String key) throws YamlProblem {
        String text = text(entry, key);
        if (text == null || text.isBlank()) throw problem(entry, "'" + key + "' is missing");
        if (text.length() > 100 || text.chars().anyMatch(Character::isISOControl))
            throw problem(entry, "'" + key + "' must have at most 100 characters, all printable");
        return text;
    }

    /** Makes a value of the core, whose refusal becomes a problem at this place. */
    static <T> T made(YamlValue place, Supplier<T> making) throws YamlProblem {
        try {
            return making.get();
        } catch (InvalidInput refused) {
            InvalidInput.Violation first = refused.violations().get(0);
            throw problem(place, "'" + first.member() + "' " + first.message());
        }
    }
}
