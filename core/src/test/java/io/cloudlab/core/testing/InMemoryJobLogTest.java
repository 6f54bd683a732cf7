package io.cloudlab.core.testing;

import io.cloudlab.core.jobs.job.JobId;

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
