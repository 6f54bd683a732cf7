package io.cloudlab.core.services.input;

import io.cloudlab.core.shared.InvalidInput.Violation;
import io.cloudlab.core.shared.Refused;
import java.util.ArrayList;
import java.util.List;

/** Collects what is wrong with the inputs of a run, so that the caller learns all of it at once. */
public final class InputFaults {
    private final List<Violation> found = new ArrayList<>();

    /** Runs a check of one input and keeps its refusal. */
    public void check(String input, Runnable check) {
        try {
            check.run();
        } catch (Refused e) {
            found.add(new Violation(InputNames.harmless(input), e.detail(), e.code()));
        }
    }

    /** @throws Refused if anything was found */
    public void refuse() {
        if (!found.isEmpty()) throw Refused.inputs(found);
    }
}
