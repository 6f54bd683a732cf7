package io.cloudlab.core.services.input;

import io.cloudlab.core.access.Caller;
import io.cloudlab.core.services.CatalogueSource;
import io.cloudlab.core.services.CheckedInputs;
import io.cloudlab.core.services.InputChecks;
import io.cloudlab.core.services.ServiceAccess;
import io.cloudlab.core.testing.memory.InMemoryStores;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Scripts and inputs for tests. */
public final class SampleInputs {
    private SampleInputs() {}

    /** Checks without an inventory. */
    public static InputChecks checks(CatalogueSource catalogue, PatternTurns turns) {
        ServiceAccess access = new ServiceAccess(new InMemoryStores().acl(), catalogue, Clock.systemUTC());
        return new InputChecks(catalogue, (caller, source) -> InputOptions.NONE, turns, access);
    }

    static CheckedInputs check(Script script, Map<String, ?> sent, CatalogueSource catalogue, PatternTurns turns) {
        return checks(catalogue, turns).check(Caller.system("test"), null, script, sent);
    }

    public static Script script(ScriptInput... inputs) {
        return new Script("go", "Go", "", "go.sh", List.of(inputs), false);
    }

    public static ScriptInput input(String name, InputType type, String... options) {
        return new ScriptInput(name, name, type, false, null, List.of(options), null, "");
    }

    public static ScriptInput required(String name, InputType type) {
        return new ScriptInput(name, name, type, true, null, List.of(), null, "");
    }

    public static ScriptInput withDefault(String name, InputType type, @Nullable Object value) {
        return new ScriptInput(name, name, type, true, value, List.of(), null, "");
    }

    /** A required input whose options come from elsewhere. */
    public static ScriptInput from(String name, InputType type, OptionsSource source) {
        return new ScriptInput(name, name, type, true, null, List.of(), Map.of(), null, "", source, Map.of());
    }

    /** The same input, taken only if another has one of these values. */
    public static ScriptInput visibleIf(ScriptInput input, String other, String... values) {
        return input.withConditions(Map.of(other, List.of(values)));
    }

    public static ScriptInput matching(String name, String pattern) {
        return new ScriptInput(name, name, InputType.STRING, false, null, List.of(), pattern, "");
    }
}
