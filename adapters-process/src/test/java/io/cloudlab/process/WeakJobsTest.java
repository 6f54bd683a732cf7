package io.cloudlab.process;

class WeakJobsTest extends RunningJobs {
    @Override
    JobOptions options() {
        return JobOptions.DEFAULT.withoutNamespaces();
    }
}
