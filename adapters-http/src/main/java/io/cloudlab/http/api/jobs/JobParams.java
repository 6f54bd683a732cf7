package io.cloudlab.http.api.jobs;

import io.cloudlab.core.jobs.job.JobId;
import io.cloudlab.core.jobs.job.JobStatus;
import io.cloudlab.core.jobs.log.OutputWindow;
import io.cloudlab.http.routing.Param;

/** The parameters that several routes of jobs take. */
final class JobParams {
    static final Param<JobId> ID = Param.path("id", "The job's id: 8 hexadecimal digits.", JobId::new);

    static final Param<Long> FROM = Param.number("from", "The first line wanted, counted from 0.", 0, Long.MAX_VALUE)
            .or(0);

    static final Param<Long> OPEN = Param.number(
                    "open", "1 to be told of a last line that has stood without an end for half a second, too.", 0, 1)
            .or(0);

    static final Param<JobStatus> STATUS = Param.word("status", "Only jobs in this state.", JobStatus.class);

    static final Param<Long> LIMIT = Param.number(
                    "limit",
                    "The most lines wanted; there may be fewer, since an answer holds 1 MiB at most.",
                    1,
                    OutputWindow.MAX_LINES)
            .or(OutputWindow.MAX_LINES);

    private JobParams() {}
}
