package io.cloudlab.core.testing.fake;

import io.cloudlab.core.jobs.job.JobId;
import io.cloudlab.core.jobs.job.JobRunner;
import io.cloudlab.core.testing.contract.jobs.JobRunnerContract;
import java.time.Clock;
import java.util.List;

class FakeJobRunnerContractTest implements JobRunnerContract {
    private final FakeJobRunner runner = new FakeJobRunner(Clock.systemUTC());

    @Override
    public JobRunner runner() {
        return runner;
    }

    @Override
    public void prepare(JobId id) {
        // it keeps no logs
    }

    @Override
    public List<List<String>> waiting(JobId id) {
        return List.of(List.of("wait"));
    }

    @Override
    public void awaitBegin(JobId id) {
        // it begins at once
    }

    @Override
    public void finish(JobId id, int code) {
        runner.finish(id, code);
    }

    @Override
    public List<List<String>> impossible() {
        runner.refuseNextStart("no such program");
        return List.of(List.of("none"));
    }

    @Override
    public void restart() {
        runner.stopWatching();
    }
}
