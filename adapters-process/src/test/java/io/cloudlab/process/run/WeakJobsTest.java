package io.cloudlab.process.run;

import io.cloudlab.process.JobOptions;

class WeakJobsTest extends RunningJobs {
    @Override
    JobOptions options() {
        return JobOptions.DEFAULT.withoutNamespaces();
    }
}
