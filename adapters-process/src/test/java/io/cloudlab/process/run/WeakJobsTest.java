package io.cloudlab.process.run;

import io.cloudlab.process.JobOptions;
import org.junit.jupiter.api.Tag;

@Tag("slow")
class WeakJobsTest extends RunningJobs {
    @Override
    JobOptions options() {
        return JobOptions.DEFAULT.withoutNamespaces();
    }
}
