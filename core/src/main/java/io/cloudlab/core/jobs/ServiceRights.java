package io.cloudlab.core.jobs;

import io.cloudlab.core.access.Caller;
import io.cloudlab.core.access.Denied;
import io.cloudlab.core.jobs.job.Job;
import io.cloudlab.core.jobs.job.JobRequest;
import io.cloudlab.core.services.ServiceName;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether a caller may use a service, no matter how the request came to it: a call that names the service, an
 * action on an inventory object, or a job whose turn has come. Implementations are thread-safe.
 */
public interface ServiceRights {
    /**
     * @param file the script's file, relative to the service
     * @param object the inventory object whose action runs the script; the caller's right to that action has been checked.
     *     Null if the request names the service itself
     * @throws Denied if the caller may not run this script of the service
     */
    void requireRun(Caller caller, ServiceName service, String file, @Nullable Long object);

    /**
     * @param object as for {@link #requireRun}
     * @throws Denied if the caller may not destroy the instances of the service
     */
    void requireStop(Caller caller, ServiceName service, @Nullable Long object);

    /**
     * Asks once more for a job that waits, or is watched.
     *
     * @throws Denied if the caller may not do to a service what the job does
     */
    default void require(Caller caller, Job job) {
        JobRequest request = job.request();
        job.scriptFile()
                .ifPresent(file -> requireRun(
                        caller,
                        new ServiceName(request.service()),
                        file,
                        request.subject().objectId()));
        if (job.stopsService())
            requireStop(
                    caller,
                    new ServiceName(request.service()),
                    request.subject().objectId());
    }
}
