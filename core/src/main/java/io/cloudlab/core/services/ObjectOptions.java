package io.cloudlab.core.services;

import io.cloudlab.core.access.Caller;
import io.cloudlab.core.services.input.InputOptions;
import io.cloudlab.core.services.input.OptionsSource;
import io.cloudlab.core.shared.Refused;

/** Offers inventory objects as options of inputs. Implementations are thread-safe. */
public interface ObjectOptions {
    /**
     * Those of the objects that the caller may see, by number; none if the caller may see none of the type.
     *
     * @throws Refused if there is no such type, or if its field cannot be offered
     */
    InputOptions of(Caller caller, OptionsSource.OfType source);
}
