package io.cloudlab.core.inventory;

import io.cloudlab.core.jobs.JobTask;
import io.cloudlab.core.services.ScriptInput;
import io.cloudlab.core.shared.InvalidInput;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Something that can be done with an object, or with a type as a whole.
 *
 * @param script the script's name, or its file below the service, for {@link ActionType#SCRIPT}; null for the action's name
 * @param playbook its path below the lab directory, for {@link ActionType#PLAYBOOK}
 * @param vars variables of the playbook: text in which {@code {{ field }}} stands for the object's value
 * @param confirm what to ask before it is done, or null
 */
public record Action(
        String name,
        String label,
        ActionType type,
        Scope scope,
        @Nullable String icon,
        @Nullable String script,
        @Nullable String playbook,
        Map<String, String> vars,
        @Nullable String confirm,
        boolean destructive,
        List<ScriptInput> inputs) {
    private static final Set<String> RESERVED = Set.of("view", "create", "edit", "delete", "files", "sync");

    /** What a variable's text takes from the object: the names in {@code {{ }}}. */
    static final Pattern PLACE = Pattern.compile("\\{\\{\\s*([A-Za-z][A-Za-z0-9_-]*)\\s*}}");

    private static final Pattern TEMPLATE = Pattern.compile("\\{[{%#]");

    /** What an action is done with. */
    public enum Scope {
        OBJECT,
        TYPE;

        /** The word used in type files. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** @throws InvalidInput naming what makes no sense */
    public Action {
        vars = Collections.unmodifiableMap(new LinkedHashMap<>(vars));
        inputs = List.copyOf(inputs);
        if (!TypeSlug.SHAPE.matcher(name).matches()) {
            throw new InvalidInput(
                    "name",
                    "of an action must start with a small letter and hold at most 50 small letters, digits, dashes and"
                            + " underscores");
        }
        if (RESERVED.contains(name))
            throw new InvalidInput("name", "of an action cannot be '" + name + "', which the system uses itself");
        String whose = "action '" + name + "'";
        TypeText.line("label", whose, label);
        TypeText.line("icon", whose, icon);
        TypeText.lines("confirm", whose, confirm);
        if (type == ActionType.PLAYBOOK && playbook == null)
            throw new InvalidInput("playbook", "is missing from " + whose);
        if (type == ActionType.PLAYBOOK
                && playbook != null
                && !playbook.endsWith(".yml")
                && !playbook.endsWith(".yaml"))
            throw new InvalidInput("playbook", "of " + whose + " must be a .yml or .yaml file");
        if (type == ActionType.SSH && scope == Scope.TYPE)
            throw new InvalidInput("scope", "of action '" + name + "' must be object, since it opens a terminal");
        vars.forEach((variable, text) -> {
            if (!JobTask.isVariable(variable))
                throw new InvalidInput("vars_mapping", "of " + whose + " holds a name no variable may have");
            if (TEMPLATE.matcher(PLACE.matcher(text).replaceAll("x")).find())
                throw new InvalidInput(
                        "vars_mapping", "of " + whose + " can take '{{ field }}' from the object, but not compute");
        });
        Set<String> names = new HashSet<>();
        for (ScriptInput input : inputs) {
            if (!names.add(input.name()))
                throw new InvalidInput("inputs", "of action '" + name + "' hold '" + input.name() + "' twice");
        }
    }
}
