package io.cloudlab.core;

import io.cloudlab.core.jobs.JobLog;
import io.cloudlab.core.jobs.JobRunner;
import io.cloudlab.core.services.CatalogueSource;

/** A lab directory and the machine it lies on: what can be deployed, and the means to do it. */
public interface Lab extends AutoCloseable {
    CatalogueSource catalogue();

    JobRunner runner();

    JobLog log();

    /** @throws io.cloudlab.core.shared.Unavailable if the lab directory or the jobs' directory cannot be used */
    void ping();

    /** Stops watching; what runs goes on. */
    @Override
    void close();
}
