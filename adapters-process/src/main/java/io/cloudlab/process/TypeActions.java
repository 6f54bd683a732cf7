package io.cloudlab.process;

import static io.cloudlab.process.YamlFields.mapping;
import static io.cloudlab.process.YamlFields.problem;
import static io.cloudlab.process.YamlFields.text;

import io.cloudlab.core.inventory.Action;
import io.cloudlab.core.inventory.ActionType;
import io.cloudlab.core.services.ScriptInput;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the actions of a type. */
final class TypeActions {
    private static final Set<String> KEYS = Set.of(
            "name",
            "label",
            "type",
            "icon",
            "scope",
            "script",
            "playbook",
            "vars_mapping",
            "confirm",
            "destructive",
            "inputs");

    private TypeActions() {}

    /** @param passedOver receives what stands there without a meaning */
    static List<Action> read(List<YamlValue> entries, List<YamlProblem> passedOver) throws YamlProblem {
        List<Action> actions = new ArrayList<>();
        for (YamlValue one : entries) {
            YamlValue.Mapping entry = mapping(one, "an action");
            YamlFields.others(entry, KEYS, passedOver);
            Action action = action(entry);
            if (action.scope() == Action.Scope.TYPE && action.type() != ActionType.PLAYBOOK)
                passedOver.add(problem(
                        entry, "action '" + action.name() + "' cannot be run: a type as a whole has no service"));
            actions.add(action);
        }
        return actions;
    }

    private static Action action(YamlValue.Mapping entry) throws YamlProblem {
        String name = YamlFields.name(entry, "an action");
        ActionType type = type(entry, name);
        Action.Scope scope = scope(entry);
        String label = text(entry, "label", name);
        String icon = text(entry, "icon");
        String script = path(entry, "script");
        String playbook = path(entry, "playbook");
        Map<String, String> vars = vars(entry);
        String confirm = text(entry, "confirm");
        boolean destructive = YamlFields.bool(entry, "destructive");
        List<ScriptInput> inputs = CatalogueScripts.inputs(entry);
        return TypeYaml.made(
                entry,
                () -> new Action(name, label, type, scope, icon, script, playbook, vars, confirm, destructive, inputs));
    }

    /** The one builtin action is the terminal. */
    private static ActionType type(YamlValue.Mapping entry, String name) throws YamlProblem {
        YamlValue.Mapping named = entry.get("type") instanceof YamlValue.Mapping inner ? inner : entry;
        String word = text(named, "type", ActionType.SCRIPT.word());
        if (word.equals("builtin")) word = text(named, "name", "");
        return ActionType.of(word).orElseThrow(() -> problem(entry, "action '" + name + "' has an unknown type"));
    }

    private static Action.Scope scope(YamlValue.Mapping entry) throws YamlProblem {
        String word = text(entry, "scope", Action.Scope.OBJECT.word());
        for (Action.Scope scope : Action.Scope.values()) if (scope.word().equals(word)) return scope;
        throw problem(entry, "'scope' must be object or type");
    }

    private static @Nullable String path(YamlValue.Mapping entry, String key) throws YamlProblem {
        String path = text(entry, key);
        if (path == null) return null;
        return CataloguePath.parse(path)
                .orElseThrow(() -> problem(entry, "'" + key + "' names no file that may be run"))
                .toString();
    }

    private static Map<String, String> vars(YamlValue.Mapping entry) throws YamlProblem {
        Map<String, String> vars = new LinkedHashMap<>();
        YamlValue value = entry.get("vars_mapping");
        if (value == null) return vars;
        YamlValue.Mapping mapping = mapping(value, "'vars_mapping'");
        for (String variable : mapping.members().keySet()) vars.put(variable, text(mapping, variable, ""));
        return vars;
    }
}
