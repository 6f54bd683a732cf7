package io.cloudlab.core.services.input;

import io.cloudlab.core.shared.Refused;
import io.cloudlab.core.shared.Utf8Text;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Something a service can run.
 *
 * @param file the script's path inside the service directory; empty if the declaration names none that may be run
 * @param inputsDeclared whether the declaration has a list of inputs, even an empty one: others are then refused
 * @param parallel whether it may run while another job of its service does
 * @param options how it is run
 * @param problem why it is listed but cannot be run, one sentence that names the file at fault; null if it can
 */
public record Script(
        String name,
        String label,
        String description,
        String file,
        List<ScriptInput> inputs,
        boolean inputsDeclared,
        boolean parallel,
        ScriptOptions options,
        @Nullable String problem) {
    /** What every service has, declared or not. */
    public static final Script DEPLOY = new Script("deploy", "Deploy", "", "deploy.sh", List.of(), false);

    /** The names that scripts can have, in the common part of Java's and ECMAScript's syntax. */
    public static final String NAMES = "(?=.*[^ ])[^\\u0000-\\u001f\\u007f]{1,100}";

    private static final Pattern NAME = Pattern.compile(NAMES);

    public Script {
        inputs = List.copyOf(inputs);
    }

    /** A script that can be run; without inputs it takes any. */
    public Script(
            String name, String label, String description, String file, List<ScriptInput> inputs, boolean parallel) {
        this(name, label, description, file, inputs, !inputs.isEmpty(), parallel, ScriptOptions.NONE, null);
    }

    /** Whether a script can be called this. */
    public static boolean isName(String text) {
        return NAME.matcher(text).matches() && Utf8Text.flaw(text).isEmpty();
    }

    public boolean runnable() {
        return problem == null;
    }

    /** The same, taking exactly these inputs. */
    public Script withInputs(List<ScriptInput> others) {
        return new Script(name, label, description, file, others, true, parallel, options, problem);
    }

    /** The same, which cannot be run; the first reason stays. */
    public Script withProblem(String reason) {
        String first = problem == null ? reason : problem;
        return new Script(name, label, description, file, inputs, inputsDeclared, parallel, options, first);
    }

    /** The same, run in another way. */
    public Script withOptions(ScriptOptions other) {
        return new Script(name, label, description, file, inputs, inputsDeclared, parallel, other, problem);
    }

    /** @throws Refused if it cannot be run, with the reason */
    public void requireRunnable() {
        if (problem != null) throw new Refused("not-runnable", problem);
    }
}
