package io.cloudlab.process.types;

import io.cloudlab.core.inventory.type.Action;
import io.cloudlab.core.inventory.type.ActionType;
import io.cloudlab.core.inventory.type.Field;
import io.cloudlab.core.inventory.type.ItemType;
import io.cloudlab.core.jobs.JobBuilder;
import io.cloudlab.core.services.input.InputNames;
import io.cloudlab.core.services.input.ScriptInput;
import io.cloudlab.core.shared.InvalidInput;
import io.cloudlab.process.catalogue.CatalogueInput;
import io.cloudlab.process.catalogue.CataloguePath;
import io.cloudlab.process.catalogue.FileLookup;
import io.cloudlab.process.yaml.YamlEntry;
import io.cloudlab.process.yaml.YamlFields;
import io.cloudlab.process.yaml.YamlProblem;
import io.cloudlab.process.yaml.YamlValue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Reads an action of a type. One that is not fully understood stays listed with its problem; only its name has to be right. */
final class TypeAction {
    private final YamlEntry entry;
    private final String file;
    private final FileLookup playbooks;
    private final List<YamlProblem> found;
    private final List<YamlProblem> flaws = new ArrayList<>();

    /** @param file what the file is called in sentences */
    TypeAction(YamlEntry entry, String file, FileLookup playbooks, List<YamlProblem> found) {
        this.playbooks = playbooks;
        this.entry = entry;
        this.file = file;
        this.found = found;
    }

    /** @param bare the type without fields and actions, by whose rules the action must go */
    Action read(ItemType bare, List<Field> fields) throws YamlProblem {
        String name = YamlFields.name(entry, "an action");
        Action plain = bare(name);
        String label = entry.text("label", name);
        Action labelled = kept("label", plain, () -> listed(name, label, null, ActionType.SCRIPT, false, ""));
        String icon = entry.text("icon");
        Action drawn = kept("icon", labelled, () -> listed(name, labelled.label(), icon, ActionType.SCRIPT, false, ""));
        String word = word();
        ActionType type = type(word);
        boolean destructive = entry.flag("destructive");
        List<ScriptInput> inputs = CatalogueInput.all(entry, found, flaws);
        try {
            Action.Scope scope = scope();
            if (scope == Action.Scope.TYPE && type != ActionType.PLAYBOOK && type != ActionType.UNKNOWN)
                throw entry.problem("a type as a whole has no service");
            Action whole = new Action(
                    name,
                    drawn.label(),
                    flaws.isEmpty() ? type : ActionType.SCRIPT,
                    scope,
                    drawn.icon(),
                    path("script"),
                    path("playbook"),
                    vars(),
                    entry.text("confirm"),
                    destructive,
                    inputs);
            new ItemType(bare.slug(), bare.label(), null, "", fields, List.of(whole), null);
            if (flaws.isEmpty()) {
                notePlaybook(whole);
                if (whole.type() == ActionType.PLAYBOOK) noteInputs(whole);
                return whole;
            }
        } catch (YamlProblem e) {
            flaws.add(e);
        } catch (InvalidInput e) {
            flaws.add(entry.problem(TypeYaml.sentence(e)));
        }
        found.addAll(flaws.stream()
                .map(flaw -> flaw.with("; action '" + name + "' cannot be run"))
                .toList());
        return listed(name, drawn.label(), drawn.icon(), type, destructive, word);
    }

    private void notePlaybook(Action action) {
        String playbook = action.playbook();
        if (playbook == null) return;
        String fault = CataloguePath.parse(playbook).map(playbooks::fault).orElse("");
        if (!fault.isEmpty()) entry.note(place("playbook"), fault);
    }

    /** An input that is no variable would be missing from the playbook without a word. */
    private void noteInputs(Action action) {
        if (!(entry.value("inputs") instanceof YamlValue.Sequence inputs)) return;
        for (YamlValue each : inputs.items()) {
            if (!(each instanceof YamlValue.Mapping input) || !(input.get("name") instanceof YamlValue.Scalar place))
                continue;
            String name = place.text();
            Optional<String> fault = action.vars().containsKey(name)
                    ? Optional.of("'vars_mapping' sets the variable.")
                    : JobBuilder.variableFault(name);
            fault.ifPresent(why -> entry.note(
                    place,
                    "input '" + name + "' of action '" + action.name() + "' reaches the playbook only as "
                            + InputNames.variable(name) + " in its environment: " + why.replaceFirst("\\.$", "")));
        }
    }

    private Action bare(String name) throws YamlProblem {
        try {
            return listed(name, name, null, ActionType.SCRIPT, false, "");
        } catch (InvalidInput e) {
            throw entry.problem(TypeYaml.sentence(e));
        }
    }

    /** What can be shown of an action; the scope is that with an object unless the file clearly says otherwise. */
    private Action listed(
            String name, String label, @Nullable String icon, ActionType type, boolean destructive, String word) {
        boolean ofType = entry.value("scope") instanceof YamlValue.Scalar scalar
                && TypesTable.SCOPES
                        .find(scalar.text())
                        .filter(scope -> scope == Action.Scope.TYPE)
                        .isPresent();
        String kind = type == ActionType.UNKNOWN ? word : type.word();
        String problem = flaws.isEmpty() ? "" : flaws.get(0).sentence(file);
        return new Action(
                name,
                label,
                type,
                ofType ? Action.Scope.TYPE : Action.Scope.OBJECT,
                icon,
                shownScript(),
                null,
                Map.of(),
                null,
                destructive,
                List.of(),
                new Action.Flaw(kind, problem));
    }

    /** A rule that denies the action denies its script in other ways too, so the script stays known. */
    private @Nullable String shownScript() {
        return entry.value("script") instanceof YamlValue.Scalar scalar
                ? CataloguePath.parse(scalar.text())
                        .map(CataloguePath::toString)
                        .orElse(null)
                : null;
    }

    /** What the file says the action does. */
    private String word() throws YamlProblem {
        YamlValue value = entry.value("type");
        if (value == null) return ActionType.SCRIPT.word();
        YamlValue named = value instanceof YamlValue.Mapping
                ? YamlEntry.of(value, TypesTable.builtin(), found).value("type")
                : value;
        return named instanceof YamlValue.Scalar scalar && scalar.text().matches("[^\\p{Cntrl}]{1,100}")
                ? scalar.text()
                : "?";
    }

    /** The one builtin action is the terminal. */
    private ActionType type(String word) {
        YamlValue value = entry.value("type");
        String meant = word;
        if (word.equalsIgnoreCase(TypesTable.BUILTIN)) {
            YamlValue name = value instanceof YamlValue.Mapping inner ? inner.get("name") : entry.value("name");
            meant = name instanceof YamlValue.Scalar scalar && scalar.text().equals(ActionType.SSH.word())
                    ? ActionType.SSH.word()
                    : word;
        }
        var known = TypesTable.ACTION_TYPES.find(meant);
        if (known.isPresent()) return known.get();
        YamlValue place = value == null ? entry.mapping() : value;
        flaws.add(YamlFields.problem(place, "the type of the action is " + TypesTable.ACTION_TYPES.unknown(word)));
        return ActionType.UNKNOWN;
    }

    private Action.Scope scope() throws YamlProblem {
        String word = entry.text("scope", Action.Scope.OBJECT.word());
        return TypesTable.SCOPES
                .find(word)
                .orElseThrow(() -> YamlFields.problem(
                        place("scope"), "'scope' must be object or type: it is " + TypesTable.SCOPES.unknown(word)));
    }

    private @Nullable String path(String key) throws YamlProblem {
        YamlValue value = entry.value(key);
        if (value == null) return null;
        String path = value instanceof YamlValue.Scalar scalar ? scalar.text() : "";
        return (key.equals("playbook") ? CataloguePath.parsePlaybook(path) : CataloguePath.parse(path))
                .orElseThrow(() -> YamlFields.problem(value, "'" + key + "' names no file that may be run"))
                .toString();
    }

    private Map<String, String> vars() throws YamlProblem {
        Map<String, String> vars = new LinkedHashMap<>();
        YamlValue value = entry.value("vars_mapping");
        if (value == null) return vars;
        for (var each : YamlFields.mapping(value, "'vars_mapping'").members().entrySet()) {
            if (!(each.getValue() instanceof YamlValue.Scalar scalar))
                throw YamlFields.problem(each.getValue(), "'vars_mapping' must hold plain text");
            vars.put(each.getKey(), scalar.plain() == null ? "" : scalar.text());
        }
        return vars;
    }

    /** The wanted action, or the former one if what the key says makes no sense. */
    private Action kept(String key, Action former, Supplier<Action> wanted) {
        try {
            return wanted.get();
        } catch (InvalidInput e) {
            entry.note(place(key), TypeYaml.sentence(e) + "; it is passed over");
            return former;
        }
    }

    private YamlValue place(String key) {
        YamlValue value = entry.value(key);
        return value == null ? entry.mapping() : value;
    }
}
