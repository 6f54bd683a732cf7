package io.cloudlab.core.inventory.type;

import io.cloudlab.core.access.Permission;
import io.cloudlab.core.access.PermissionInfo;
import io.cloudlab.core.shared.InvalidInput;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A kind of objects: what they hold and what can be done with them.
 *
 * @param icon a word that names a picture, or null
 * @param sync where objects come from by themselves, or null
 */
public record ItemType(
        TypeSlug slug,
        String label,
        @Nullable String icon,
        String description,
        List<Field> fields,
        List<Action> actions,
        @Nullable SyncAdapter sync) {
    private static final int MAX_FIELDS = 100;
    private static final int MAX_ACTIONS = 50;

    /** @throws InvalidInput naming what makes no sense: fields or actions that stand there twice, or a default that does not fit */
    public ItemType {
        TypeText.line("label", "the type", label);
        TypeText.line("icon", "the type", icon);
        TypeText.lines("description", "the type", description);
        fields = List.copyOf(fields);
        actions = List.copyOf(actions);
        if (fields.size() > MAX_FIELDS) throw new InvalidInput("fields", "are more than " + MAX_FIELDS);
        if (actions.size() > MAX_ACTIONS) throw new InvalidInput("actions", "are more than " + MAX_ACTIONS);
        Set<String> names = new HashSet<>();
        for (Field field : fields) {
            if (!names.add(field.name())) throw new InvalidInput("fields", "hold '" + field.name() + "' twice");
            FieldValues.checkDefault(field);
        }
        Set<String> actionNames = new HashSet<>();
        for (Action action : actions) {
            if (!actionNames.add(action.name()))
                throw new InvalidInput("actions", "hold '" + action.name() + "' twice");
            checkPlaces(action, fields);
        }
    }

    private static void checkPlaces(Action action, List<Field> fields) {
        for (String text : action.vars().values()) {
            Action.PLACE.matcher(text).results().map(place -> place.group(1)).forEach(name -> {
                boolean known = action.scope() == Action.Scope.OBJECT
                        && fields.stream().anyMatch(field -> field.name().equals(name));
                if (!known)
                    throw new InvalidInput(
                            "vars_mapping",
                            "of action '" + action.name() + "' names '" + name + "', which is no field of the object");
            });
        }
    }

    public Optional<Field> field(String name) {
        return fields.stream().filter(field -> field.name().equals(name)).findFirst();
    }

    public Optional<Action> action(String name) {
        return actions.stream().filter(action -> action.name().equals(name)).findFirst();
    }

    /** What may be allowed or denied on a single object of this type. */
    public boolean hasObjectPermission(String name) {
        return switch (name) {
            case "view", "edit", "delete" -> true;
            default ->
                action(name)
                        .filter(action -> action.scope() == Action.Scope.OBJECT)
                        .isPresent();
        };
    }

    /** The permissions there are for this type, in order. */
    public List<PermissionInfo> permissions() {
        List<PermissionInfo> all = new ArrayList<>();
        all.add(permission("view", "View " + label, "See all objects of this type."));
        all.add(permission("create", "Create " + label, "Create objects of this type."));
        all.add(permission("edit", "Edit " + label, "Change all objects of this type."));
        all.add(permission("delete", "Delete " + label, "Delete objects of this type."));
        for (Action action : actions)
            all.add(permission(action.name(), action.label(), "Run this action of type " + label + "."));
        return all;
    }

    private PermissionInfo permission(String name, String title, String text) {
        return new PermissionInfo(Permission.onType(slug.value(), name), "inventory." + slug, title, text);
    }
}
