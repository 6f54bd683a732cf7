package io.cloudlab.core.services;

import io.cloudlab.core.shared.JsonText;
import io.cloudlab.core.shared.Refused;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A script's inputs, checked and turned into environment variables.
 *
 * @param environment the variables of the inputs that are not secret
 * @param secrets the variables of the secret inputs
 * @param shown what may be stored and shown: the inputs as they were sent, secret ones left out
 * @param values the declared inputs that have a value, sent or by default, each in the type it was declared with; secret
 *     ones left out
 */
public record CheckedInputs(
        Map<String, String> environment,
        Map<String, String> secrets,
        Map<String, Object> shown,
        Map<String, Object> values) {
    private static final int MOST_INPUTS = 100;
    private static final int LONGEST_VALUE = 32 * 1024;
    private static final int LONGEST_TOTAL = 512 * 1024;
    private static final int SHORTEST_SECRET = 4;
    private static final int LONGEST_LONG = 18;

    /**
     * Checks every input against its declaration. Inputs that are not declared pass if their name is legal.
     *
     * @param sent JSON-like values
     * @throws Refused naming the first input at fault
     */
    public static CheckedInputs of(Script script, Map<String, ? extends @Nullable Object> sent) {
        if (sent.size() > MOST_INPUTS)
            throw new Refused("bad-input", "There are more than " + MOST_INPUTS + " inputs.");
        CheckedInputs checked =
                new CheckedInputs(new TreeMap<>(), new TreeMap<>(), new LinkedHashMap<>(), new LinkedHashMap<>());
        Map<String, ScriptInput> declared = new LinkedHashMap<>();
        script.inputs().forEach(input -> declared.put(input.name(), input));
        Set<String> names = new LinkedHashSet<>(declared.keySet());
        names.addAll(sent.keySet());
        for (String name : names) checked.add(name, declared.get(name), sent.get(name), sent.containsKey(name));
        int total = checked.environment.values().stream()
                        .mapToInt(String::length)
                        .sum()
                + checked.secrets.values().stream().mapToInt(String::length).sum();
        if (total > LONGEST_TOTAL) throw new Refused("bad-input", "The inputs are too long together.");
        return checked;
    }

    /** @throws Refused naming the first input that must be the name of an active deployment and is not */
    public void requireDeployments(Script script, CatalogueSource catalogue) {
        for (ScriptInput input : script.inputs()) {
            if (input.type() != InputType.DEPLOYMENT_SELECT) continue;
            String chosen = environment.getOrDefault(InputNames.variable(input.name()), "");
            if (chosen.isEmpty()) continue;
            if (catalogue.activeDeployments().stream()
                    .noneMatch(active -> active.service().value().equals(chosen)))
                throw new Refused(
                        "bad-input", "Input '" + input.name() + "' must be the name of an active deployment.");
        }
    }

    private void add(String name, @Nullable ScriptInput input, @Nullable Object value, boolean wasSent) {
        String variable = InputNames.variable(name);
        Object given = value == null && input != null ? defaultOf(input) : value;
        String text = input == null ? InputText.of(name, given) : InputText.of(input, given);
        if (input != null && input.required() && text.isEmpty())
            throw new Refused("missing-input", "Input '" + name + "' is required.");
        if (text.indexOf('\0') >= 0) throw new Refused("bad-input", "Input '" + name + "' holds a NUL character.");
        if (text.getBytes(StandardCharsets.UTF_8).length > LONGEST_VALUE) {
            throw new Refused("bad-input", "Input '" + name + "' is longer than " + LONGEST_VALUE + " bytes.");
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
        } else {
            environment.put(variable, text);
            if (wasSent && value != null) shown.put(name, value);
            if (input != null && given != null) typed(input, given, text).ifPresent(typed -> values.put(name, typed));
        }
    }

    private static Optional<Object> typed(ScriptInput input, Object given, String text) {
        return switch (input.type()) {
            case NUMBER -> Optional.of(text).filter(some -> !some.isEmpty()).map(CheckedInputs::number);
            case BOOLEAN -> Optional.of(text).filter(some -> !some.isEmpty()).map(Boolean::valueOf);
            case LIST, SSH_KEY_SELECT ->
                Optional.of(given instanceof List<?> list ? list : text.isEmpty() ? List.of() : List.of(text));
            case STRING, TEXT, SELECT, SECRET, DEPLOYMENT_SELECT -> Optional.of(text);
        };
    }

    private static Number number(String text) {
        BigDecimal number = new BigDecimal(text);
        if (number.scale() == 0 && number.precision() <= LONGEST_LONG) return number.longValueExact();
        return number;
    }

    /** In YAML a default such as {@code 8080} is a number, also where the input takes text. */
    private static @Nullable Object defaultOf(ScriptInput input) {
        Object value = input.defaultValue();
        boolean text = switch (input.type()) {
            case STRING, TEXT, SECRET, DEPLOYMENT_SELECT -> true;
            case NUMBER, BOOLEAN, SELECT, LIST, SSH_KEY_SELECT -> false;
        };
        return text && (value instanceof Number || value instanceof Boolean) ? JsonText.of(value) : value;
    }

    @Override
    public String toString() {
        return "CheckedInputs";
    }
}
