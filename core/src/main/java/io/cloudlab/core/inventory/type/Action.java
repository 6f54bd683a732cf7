package io.cloudlab.core.inventory.type;

import io.cloudlab.core.jobs.JobBuilder;
import io.cloudlab.core.services.input.ScriptInput;
import io.cloudlab.core.shared.InvalidInput;
import io.cloudlab.core.shared.Refused;
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
 * @param flaw why it is listed but cannot be run; null if it can
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
        List<ScriptInput> inputs,
        @Nullable Flaw flaw) {
    private static final Set<String> RESERVED = Set.of("view", "create", "edit", "delete", "files", "sync");

    /** What a variable's text takes from the object: the names in {@code {{ }}}. */
    public static final Pattern PLACE = Pattern.compile("\\{\\{\\s*([A-Za-z][A-Za-z0-9_-]*)\\s*}}");

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

    /**
     * Why an action cannot be run.
     *
     * @param kind what its file says it does, for people to read
     * @param problem one sentence that names the file at fault
     */
    public record Flaw(String kind, String problem) {}

    /** An action that can be run. */
    public Action(
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
        this(name, label, type, scope, icon, script, playbook, vars, confirm, destructive, inputs, null);
    }

    /** What an action is called and looks like that cannot be run. */
    public static Action flawed(
            String name,
            String label,
            ActionType type,
            Scope scope,
            @Nullable String icon,
            boolean destructive,
            Flaw flaw) {
        return new Action(name, label, type, scope, icon, null, null, Map.of(), null, destructive, List.of(), flaw);
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
        if (type == ActionType.PLAYBOOK && playbook == null && flaw == null)
            throw new InvalidInput("playbook", "is missing from " + whose);
        if (type == ActionType.PLAYBOOK
                && playbook != null
                && !playbook.endsWith(".yml")
                && !playbook.endsWith(".yaml"))
            throw new InvalidInput("playbook", "of " + whose + " must be a .yml or .yaml file");
        if (type == ActionType.UNKNOWN && flaw == null) throw new InvalidInput("type", "of " + whose + " is unknown");
        if (type == ActionType.SSH && scope == Scope.TYPE && flaw == null)
            throw new InvalidInput("scope", "of action '" + name + "' must be object, since it opens a terminal");
        vars.forEach((variable, text) -> {
            if (!JobBuilder.isVariable(variable))
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

    /** The word for what it does: that of its type, or of its file if that is unknown. */
    public String kind() {
        return flaw == null ? type.word() : flaw.kind();
    }

    /** @throws Refused if it cannot be run, with the reason */
    public void requireRunnable() {
        if (flaw != null) throw new Refused("not-runnable", flaw.problem());
    }
}
