package io.cloudlab.core.jobs;

import io.cloudlab.core.shared.CloudLabException;
import io.cloudlab.core.shared.ErrorKind;

/** A job's processes could not be started; the message says why, in words fit for the job's log. */
public final class LaunchFailed extends CloudLabException {
    private static final long serialVersionUID = 1L;

    public LaunchFailed(String why) {
        super(ErrorKind.UNAVAILABLE, "launch-failed", why);
    }

    public LaunchFailed(String why, Throwable cause) {
        super(ErrorKind.UNAVAILABLE, "launch-failed", why, cause);
    }
}
