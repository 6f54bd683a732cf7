package io.cloudlab.core.services;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Scripts and inputs for tests. */
final class SampleInputs {
    private SampleInputs() {}

    static Script script(ScriptInput... inputs) {
        return new Script("go", "Go", "", "go.sh", List.of(inputs), false);
    }

    static ScriptInput input(String name, InputType type, String... options) {
        return new ScriptInput(name, name, type, false, null, List.of(options), null, "");
    }

    static ScriptInput required(String name, InputType type) {
        return new ScriptInput(name, name, type, true, null, List.of(), null, "");
    }

    static ScriptInput withDefault(String name, InputType type, @Nullable Object value) {
        return new ScriptInput(name, name, type, true, value, List.of(), null, "");
    }

    static ScriptInput matching(String name, String pattern) {
        return new ScriptInput(name, name, InputType.STRING, false, null, List.of(), pattern, "");
    }
}
