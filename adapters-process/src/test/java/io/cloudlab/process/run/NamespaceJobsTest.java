package io.cloudlab.process.run;

import io.cloudlab.process.JobOptions;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;

class NamespaceJobsTest extends RunningJobs {
    @BeforeAll
    static void requireNamespaces() {
        Assumptions.assumeTrue(JobsOnDisk.namespacesArePermitted(), "this host permits no PID namespaces");
    }

    @Override
    JobOptions options() {
        return JobOptions.DEFAULT;
    }
}
