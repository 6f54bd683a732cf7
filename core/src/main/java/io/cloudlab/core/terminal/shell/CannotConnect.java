package io.cloudlab.core.terminal.shell;

import io.cloudlab.core.shared.CloudLabException;
import io.cloudlab.core.shared.ErrorKind;

/** The server could not be reached, does not meet what is demanded of it, or refuses us. */
public class CannotConnect extends CloudLabException {
    private static final long serialVersionUID = 1L;

    public CannotConnect(String code, String detail) {
        super(ErrorKind.REFUSED, code, detail);
    }
}
