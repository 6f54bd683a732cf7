package io.cloudlab.core.services;

import io.cloudlab.core.access.Caller;
import io.cloudlab.core.services.input.InputOptions;
import io.cloudlab.core.services.input.InputType;
import io.cloudlab.core.services.input.OptionsSource;
import io.cloudlab.core.services.input.PatternTurns;
import io.cloudlab.core.services.input.Script;
import io.cloudlab.core.services.input.ScriptInput;
import io.cloudlab.core.shared.CloudLabException;
import io.cloudlab.core.shared.ErrorKind;
import io.cloudlab.core.shared.Refused;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Checks what a script or action is sent, on every way on which it can be started, and says beforehand what may be
 * chosen. Thread-safe.
 */
public final class InputChecks {
    private final CatalogueSource catalogue;
    private final ObjectOptions objects;
    private final PatternTurns turns;
    private final ServiceAccess access;

    /** @param turns of all launches of the system */
    public InputChecks(CatalogueSource catalogue, ObjectOptions objects, PatternTurns turns, ServiceAccess access) {
        this.access = access;
        this.catalogue = catalogue;
        this.objects = objects;
        this.turns = turns;
    }

    /**
     * @param service whose script it is; null for what belongs to none
     * @param sent JSON-like values
     * @throws Refused naming every input at fault
     * @throws CloudLabException of kind {@link ErrorKind#TOO_MANY} if patterns take long, as do others at this moment
     */
    public CheckedInputs check(
            Caller caller, @Nullable ServiceName service, Script script, Map<String, ? extends @Nullable Object> sent) {
        return CheckedInputs.of(resolved(caller, service, script), sent, name -> isDeployment(caller, name), turns);
    }

    /** The script with what the caller may choose now. */
    private Script resolved(Caller caller, @Nullable ServiceName service, Script script) {
        if (script.inputs().stream().allMatch(input -> input.optionsFrom() == null)) return script;
        return script.withInputs(script.inputs().stream()
                .map(input -> input.optionsFrom() == null
                        ? input
                        : input.withOptions(options(caller, service, input, input.optionsFrom())))
                .toList());
    }

    /** What the caller would have to fill in now. */
    ScriptForm form(Caller caller, ServiceName service, Script script) {
        List<ScriptInput> inputs = new ArrayList<>();
        Set<String> truncated = new HashSet<>();
        for (ScriptInput input : script.inputs()) {
            InputOptions now = null;
            if (input.optionsFrom() != null) now = options(caller, service, input, input.optionsFrom());
            else if (input.type() == InputType.DEPLOYMENT_SELECT) now = InputOptions.of(deployments(caller));
            inputs.add(now == null ? input : input.withOptions(now));
            if (now != null && now.truncated()) truncated.add(input.name());
        }
        return new ScriptForm(service, inputs.isEmpty() ? script : script.withInputs(inputs), truncated);
    }

    private InputOptions options(
            Caller caller, @Nullable ServiceName service, ScriptInput input, OptionsSource source) {
        try {
            if (source instanceof OptionsSource.OfType ofType) return objects.of(caller, ofType);
            return catalogue.files(service, ((OptionsSource.OfFiles) source).glob());
        } catch (Refused e) {
            throw new Refused(
                    "bad-options", "The options of input '" + input.name() + "' are not known: " + e.detail());
        }
    }

    /** But for those of services that are hidden from the caller. */
    private List<String> deployments(Caller caller) {
        Set<String> hidden = access.hidden(caller);
        return catalogue.activeDeployments().stream()
                .map(active -> active.service().value())
                .filter(name -> !hidden.contains(name))
                .toList();
    }

    private boolean isDeployment(Caller caller, String name) {
        return deployments(caller).contains(name);
    }
}
