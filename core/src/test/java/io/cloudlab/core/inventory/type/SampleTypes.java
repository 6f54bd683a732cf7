package io.cloudlab.core.inventory.type;

import io.cloudlab.core.inventory.type.Action.Scope;
import java.util.List;
import java.util.Map;

/** Types for tests. */
public final class SampleTypes {
    static final Action RESTART = action("restart", Scope.OBJECT);
    static final Action REFRESH = action("refresh", Scope.TYPE);

    /** Fields of every type. */
    public static final ItemType SERVER = type(
            "server",
            List.of(
                    Field.of("hostname", FieldType.STRING)
                            .asRequired()
                            .asUnique()
                            .asSearchable(),
                    Field.of("notes", FieldType.TEXT).asSearchable(),
                    Field.choice("size", "small", "big").withDefault("small"),
                    Field.of("cores", FieldType.INTEGER),
                    Field.of("on", FieldType.BOOLEAN),
                    Field.of("since", FieldType.DATETIME),
                    Field.of("password", FieldType.SECRET),
                    Field.of("labels", FieldType.JSON),
                    Field.of("serial", FieldType.STRING).asReadonly()),
            RESTART,
            REFRESH);

    private SampleTypes() {}

    public static ItemType type(String slug, List<Field> fields, Action... actions) {
        return new ItemType(new TypeSlug(slug), slug, null, "", fields, List.of(actions), null);
    }

    public static Action action(String name, Scope scope) {
        return new Action(name, name, ActionType.SCRIPT, scope, null, null, null, Map.of(), null, false, List.of());
    }
}
