package io.cloudlab.core.testing.memory;

import io.cloudlab.core.jobs.job.JobId;
import io.cloudlab.core.testing.contract.jobs.JobLogContract;

class InMemoryJobLogTest implements JobLogContract {
    private final InMemoryJobLog log = new InMemoryJobLog();

    @Override
    public InMemoryJobLog log() {
        return log;
    }

    @Override
    public void letTimePass() {
        log.letOpenLineStand(JOB);
    }

    @Override
    public void print(JobId id, byte[] bytes) {
        log.print(id, bytes);
    }
}
