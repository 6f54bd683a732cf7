package io.cloudlab.core.services;

import io.cloudlab.core.services.input.InputFaults;
import io.cloudlab.core.services.input.InputNames;
import io.cloudlab.core.services.input.InputText;
import io.cloudlab.core.services.input.InputType;
import io.cloudlab.core.services.input.PatternTurns;
import io.cloudlab.core.services.input.Script;
import io.cloudlab.core.services.input.ScriptInput;
import io.cloudlab.core.shared.CloudLabException;
import io.cloudlab.core.shared.ErrorKind;
import io.cloudlab.core.shared.JsonText;
import io.cloudlab.core.shared.NearestWord;
import io.cloudlab.core.shared.Refused;
import io.cloudlab.core.shared.Utf8Text;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A script's inputs, checked and turned into environment variables.
 *
 * @param environment the variables of the inputs that are not secret
 * @param secrets the variables of the secret inputs
 * @param shown what may be stored and shown: the inputs that count, as they were sent or else by default, secret ones left
 *     out
 * @param values the declared inputs that have a value, sent or by default, each in the type it was declared with; secret
 *     ones left out
 * @param secretNames the names of the secret inputs that have a value
 */
public record CheckedInputs(
        Map<String, String> environment,
        Map<String, String> secrets,
        Map<String, Object> shown,
        Map<String, Object> values,
        Set<String> secretNames) {
    private static final int MAX_INPUTS = 100;
    private static final int MAX_VALUE_LENGTH = 32 * 1024;
    private static final int MAX_TOTAL_LENGTH = 512 * 1024;
    private static final int SHORTEST_SECRET = 4;
    private static final int MAX_LONG = 18;

    /**
     * Checks every input against its declaration. Where the script declares no inputs, others pass if their name is legal.
     *
     * @param sent JSON-like values
     * @throws Refused naming every input at fault
     */
    public static CheckedInputs of(Script script, Map<String, ? extends @Nullable Object> sent) {
        return of(script, sent, anything -> true, new PatternTurns());
    }

    /**
     * @param script with the options that may be chosen now
     * @param isDeployment whether there is an active deployment of this name
     * @param turns of all launches of the system
     * @throws Refused naming every input at fault
     * @throws CloudLabException of kind {@link ErrorKind#TOO_MANY} if patterns take long, as do others at this moment
     */
    static CheckedInputs of(
            Script script,
            Map<String, ? extends @Nullable Object> sent,
            Predicate<String> isDeployment,
            PatternTurns turns) {
        try (PatternTurns.Turn turn = turns.begin()) {
            return of(script, sent, isDeployment, turn);
        }
    }

    private static CheckedInputs of(
            Script script,
            Map<String, ? extends @Nullable Object> sent,
            Predicate<String> isDeployment,
            PatternTurns.Turn turn) {
        if (sent.size() > MAX_INPUTS) throw new Refused("bad-input", "There are more than " + MAX_INPUTS + " inputs.");
        CheckedInputs checked = new CheckedInputs(
                new TreeMap<>(), new TreeMap<>(), new LinkedHashMap<>(), new LinkedHashMap<>(), new TreeSet<>());
        InputFaults faults = new InputFaults();
        Map<String, ScriptInput> declared = new LinkedHashMap<>();
        script.inputs().forEach(input -> declared.put(input.name(), input));
        declared.forEach((name, input) -> faults.check(name, () -> {
            if (!checked.isDecided(input)) return; // the fault of the other input comes first
            if (checked.isVisible(input)) checked.add(name, input, sent.get(name), turn);
            else checked.addHidden(name, input, sent.get(name), turn);
            checked.requireDeployment(input, isDeployment);
        }));
        for (String name : sent.keySet()) {
            if (declared.containsKey(name)) continue;
            faults.check(name, () -> {
                if (script.inputsDeclared()) throw unknown(name, declared.keySet());
                checked.add(name, null, sent.get(name), turn);
            });
        }
        faults.refuse();
        int total = checked.environment.values().stream()
                        .mapToInt(String::length)
                        .sum()
                + checked.secrets.values().stream().mapToInt(String::length).sum();
        if (total > MAX_TOTAL_LENGTH) throw new Refused("bad-input", "The inputs are too long together.");
        return checked;
    }

    private static Refused unknown(String name, Set<String> known) {
        String meant = NearestWord.of(name, known)
                .map(near -> " Perhaps '" + near + "' is meant.")
                .orElse("");
        String others = known.isEmpty() ? "There are none." : "Known are: " + String.join(", ", known) + ".";
        return new Refused("unknown-input", "Input " + InputNames.quoted(name) + " is unknown." + meant + " " + others);
    }

    /** Whether a run would take the value for this input: the rule for defaults. */
    public static Optional<String> faultOf(ScriptInput input, Object value) {
        try {
            Script script = new Script(input.name(), "", "", "", List.of(input), false);
            of(script, Map.of(input.name(), value));
            return Optional.empty();
        } catch (Refused e) {
            return Optional.of(e.detail());
        }
    }

    /** All inputs that are not secret: in the type they were declared with, or as they were sent. */
    public Map<String, Object> typed() {
        Map<String, Object> typed = new LinkedHashMap<>(shown);
        typed.putAll(values);
        return typed;
    }

    /** The value of an input that is not secret as text, as its variable holds it; empty without one. */
    public String text(String name) {
        return environment.getOrDefault(InputNames.variable(name), "");
    }

    /** The value of a secret input that has one. */
    public String secret(String name) {
        return secrets.getOrDefault(InputNames.variable(name), "");
    }

    /** Whether the inputs are known that decide if this one is taken. */
    private boolean isDecided(ScriptInput input) {
        return input.visibleIf().keySet().stream()
                .allMatch(other -> environment.containsKey(InputNames.variable(other)));
    }

    private boolean isVisible(ScriptInput input) {
        return input.visibleIf().entrySet().stream()
                .allMatch(condition -> condition.getValue().contains(text(condition.getKey())));
    }

    /** Counts as empty. */
    private void addHidden(String name, ScriptInput input, @Nullable Object value, PatternTurns.Turn turn) {
        boolean given = value != null && !value.equals("") && !value.equals(List.of());
        if (given)
            throw new Refused(
                    "bad-input",
                    "Input '" + name + "' is taken only with other values of: "
                            + String.join(", ", input.visibleIf().keySet()) + ".");
        add(name, input.withDefault(null, false), null, turn);
    }

    private void requireDeployment(ScriptInput input, Predicate<String> isDeployment) {
        if (input.type() != InputType.DEPLOYMENT_SELECT) return;
        String chosen = environment.getOrDefault(InputNames.variable(input.name()), "");
        if (!chosen.isEmpty() && !isDeployment.test(chosen))
            throw new Refused("bad-input", "Input '" + input.name() + "' must be the name of an active deployment.");
    }

    private void add(String name, @Nullable ScriptInput input, @Nullable Object value, PatternTurns.Turn turn) {
        String variable = InputNames.variable(name);
        Object given = value == null && input != null ? defaultOf(input) : value;
        String text = input == null ? InputText.of(name, given) : InputText.of(input, given, turn);
        if (input != null && input.required() && text.isEmpty())
            throw new Refused("missing-input", "Input '" + name + "' is required.");
        Utf8Text.flaw(text).ifPresent(flaw -> {
            throw new Refused("bad-input", "Input '" + name + "' holds " + flaw + ".");
        });
        if (text.getBytes(StandardCharsets.UTF_8).length > MAX_VALUE_LENGTH) {
            throw new Refused("bad-input", "Input '" + name + "' is longer than " + MAX_VALUE_LENGTH + " bytes.");
        }
        if (environment.containsKey(variable) || secrets.containsKey(variable)) {
            throw new Refused(
                    "bad-input-name", "Input '" + name + "' gives the same variable as another: " + variable + ".");
        }
        if (input != null && input.type() == InputType.SECRET) {
            if (!text.isEmpty() && text.length() < SHORTEST_SECRET) {
                throw new Refused(
                        "bad-input",
                        "Input '" + name + "' is secret and must have at least " + SHORTEST_SECRET + " characters.");
            }
            secrets.put(variable, text);
            if (!text.isEmpty()) secretNames.add(name);
        } else {
            environment.put(variable, text);
            if (given != null) shown.put(name, given);
            if (input != null && given != null) typed(input, given, text).ifPresent(typed -> values.put(name, typed));
        }
    }

    private static Optional<Object> typed(ScriptInput input, Object given, String text) {
        return switch (input.type()) {
            case NUMBER, INTEGER, OBJECT ->
                Optional.of(text).filter(some -> !some.isEmpty()).map(CheckedInputs::number);
            case BOOLEAN -> Optional.of(text).filter(some -> !some.isEmpty()).map(Boolean::valueOf);
            case LIST, MULTISELECT, SSH_KEY_SELECT ->
                Optional.of(given instanceof List<?> list ? list : text.isEmpty() ? List.of() : List.of(text));
            case STRING, TEXT, SELECT, DATE, DATETIME, EMAIL, URL, HOST, SECRET, DEPLOYMENT_SELECT -> Optional.of(text);
        };
    }

    private static Number number(String text) {
        BigDecimal number = new BigDecimal(text);
        if (number.scale() == 0 && number.precision() <= MAX_LONG) return number.longValueExact();
        return number;
    }

    /** In YAML a default such as {@code 8080} is a number, also where the input takes text. */
    private static @Nullable Object defaultOf(ScriptInput input) {
        Object value = input.defaultValue();
        boolean text = switch (input.type()) {
            case STRING, TEXT, DATE, DATETIME, EMAIL, URL, HOST, SECRET, DEPLOYMENT_SELECT -> true;
            case NUMBER, INTEGER, BOOLEAN, SELECT, MULTISELECT, OBJECT, LIST, SSH_KEY_SELECT -> false;
        };
        return text && (value instanceof Number || value instanceof Boolean) ? JsonText.of(value) : value;
    }

    @Override
    public String toString() {
        return "CheckedInputs";
    }
}
