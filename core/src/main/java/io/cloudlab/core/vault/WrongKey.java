package io.cloudlab.core.vault;

import io.cloudlab.core.shared.CloudLabException;
import io.cloudlab.core.shared.ErrorKind;

/** A sealed secret that the master key at hand does not open. */
public final class WrongKey extends CloudLabException {
    private static final long serialVersionUID = 1L;

    public WrongKey() {
        super(ErrorKind.UNAVAILABLE, "wrong-master-key", "A stored secret cannot be opened with this master key.");
    }
}
