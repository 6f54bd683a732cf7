package io.cloudlab.core.services.input;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Scripts and inputs for tests. */
public final class SampleInputs {
    private SampleInputs() {}

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

    public static ScriptInput matching(String name, String pattern) {
        return new ScriptInput(name, name, InputType.STRING, false, null, List.of(), pattern, "");
    }
}
