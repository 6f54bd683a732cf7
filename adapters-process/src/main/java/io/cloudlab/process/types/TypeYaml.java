package io.cloudlab.process.types;

import io.cloudlab.core.inventory.type.Action;
import io.cloudlab.core.inventory.type.Field;
import io.cloudlab.core.inventory.type.ItemType;
import io.cloudlab.core.inventory.type.SyncAdapter;
import io.cloudlab.core.inventory.type.TypeSlug;
import io.cloudlab.core.shared.InvalidInput;
import io.cloudlab.process.catalogue.FileLookup;
import io.cloudlab.process.yaml.YamlEntry;
import io.cloudlab.process.yaml.YamlFields;
import io.cloudlab.process.yaml.YamlProblem;
import io.cloudlab.process.yaml.YamlReader;
import io.cloudlab.process.yaml.YamlValue;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Reads a type from its file. What is understood is kept, everything else is reported: a type is dropped only where slug,
 * label or fields are missing.
 */
public final class TypeYaml {
    private final YamlEntry root;
    private final String file;
    private final FileLookup playbooks;
    private final List<YamlProblem> found;
    private boolean whole = true;

    private TypeYaml(YamlEntry root, String file, FileLookup playbooks, List<YamlProblem> found) {
        this.playbooks = playbooks;
        this.root = root;
        this.file = file;
        this.found = found;
    }

    /** @param whole whether every action is in it, also those that cannot be run */
    record Read(ItemType type, boolean whole) {}

    /**
     * @param file what the file is called in sentences
     * @param playbooks says what stands at a path below the lab
     * @param found receives what is not understood though the type can be used
     */
    public static Read read(byte[] yaml, String file, FileLookup playbooks, List<YamlProblem> found)
            throws YamlProblem {
        YamlEntry root = YamlEntry.of(YamlReader.read(yaml), TypesTable.ROOT, found);
        return new TypeYaml(root, file, playbooks, found).read();
    }

    private Read read() throws YamlProblem {
        String word = required(root, "slug");
        TypeSlug slug = made(root, () -> new TypeSlug(word));
        String label = required(root, "label");
        ItemType bare = made(root, () -> new ItemType(slug, label, null, "", List.of(), List.of(), null));
        List<Field> fields = fields(bare);
        List<Action> actions = actions(bare, fields);
        SyncAdapter sync = sync();
        String icon = kept("icon", text -> new ItemType(slug, label, text, "", List.of(), List.of(), null));
        String description =
                kept("description", text -> new ItemType(slug, label, null, text, List.of(), List.of(), null));
        String shown = description == null ? "" : description;
        return new Read(made(root, () -> new ItemType(slug, label, icon, shown, fields, actions, sync)), whole);
    }

    private List<Field> fields(ItemType bare) throws YamlProblem {
        if (root.value("fields") == null) throw root.problem("a type without 'fields'");
        List<Field> fields = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (YamlValue one : root.items("fields")) {
            try {
                Field field = new TypeField(YamlEntry.of(one, TypesTable.FIELD, found), bare, found).read();
                if (!names.add(field.name()))
                    throw YamlFields.problem(one, "another field is called '" + field.name() + "'");
                fields.add(field);
            } catch (YamlProblem e) {
                found.add(e.with("; the field is left out"));
            }
        }
        return fields;
    }

    private List<Action> actions(ItemType bare, List<Field> fields) throws YamlProblem {
        List<Action> actions = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (YamlValue one : root.items("actions")) {
            try {
                YamlEntry entry = YamlEntry.of(one, TypesTable.ACTION, found);
                Action action = new TypeAction(entry, file, playbooks, found).read(bare, fields);
                if (!names.add(action.name()))
                    throw YamlFields.problem(one, "another action is called '" + action.name() + "'");
                actions.add(action);
            } catch (YamlProblem e) {
                found.add(e.with("; the action is left out"));
                whole = false;
            }
        }
        return actions;
    }

    private @Nullable SyncAdapter sync() throws YamlProblem {
        YamlValue value = root.value("sync");
        if (value == null) return null;
        String word = "";
        if (value instanceof YamlValue.Mapping) {
            YamlEntry named = YamlEntry.of(value, TypesTable.sync(), found);
            word = named.text("adapter", named.text("source", ""));
        } else if (value instanceof YamlValue.Scalar scalar) word = scalar.text();
        Optional<SyncAdapter> adapter = TypesTable.ADAPTERS.find(word);
        if (adapter.isEmpty())
            root.note(
                    value,
                    "'sync' names no source there is, so nothing is synchronised: "
                            + TypesTable.ADAPTERS.unknown(word));
        return adapter.orElse(null);
    }

    /** The text of that key, or null if the core does not take it, which is noted. */
    private @Nullable String kept(String key, Function<String, ItemType> making) throws YamlProblem {
        String text = root.text(key);
        YamlValue place = root.value(key);
        if (text == null || place == null) return null;
        try {
            making.apply(text);
            return text;
        } catch (InvalidInput e) {
            root.note(place, sentence(e) + "; it is passed over");
            return null;
        }
    }

    private static String required(YamlEntry entry, String key) throws YamlProblem {
        YamlValue value = entry.value(key);
        if (value == null) throw entry.problem("'" + key + "' is missing");
        if (!(value instanceof YamlValue.Scalar scalar))
            throw YamlFields.problem(value, "'" + key + "' must hold plain text");
        String text = scalar.text();
        if (text.isBlank()) throw entry.problem("'" + key + "' is missing");
        if (text.length() > 100 || text.chars().anyMatch(Character::isISOControl))
            throw YamlFields.problem(value, "'" + key + "' must have at most 100 characters, all printable");
        return text;
    }

    /** Makes a value of the core, whose refusal becomes a problem at this place. */
    private static <T> T made(YamlEntry place, Supplier<T> making) throws YamlProblem {
        try {
            return making.get();
        } catch (InvalidInput e) {
            throw place.problem(sentence(e));
        }
    }

    static String sentence(InvalidInput refused) {
        InvalidInput.Violation first = refused.violations().get(0);
        return "'" + first.member() + "' " + first.message();
    }
}
