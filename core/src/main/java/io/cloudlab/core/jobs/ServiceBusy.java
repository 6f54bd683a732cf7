package io.cloudlab.core.jobs;

import io.cloudlab.core.shared.Conflict;

/** Another exclusive job of the service is active. */
public final class ServiceBusy extends Conflict {
    private static final long serialVersionUID = 1L;

    public ServiceBusy() {
        super("service-busy", "Another job of this service is running.");
    }
}
