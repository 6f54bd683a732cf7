package io.cloudlab.process.run;

import org.junit.jupiter.api.Tag;
import io.cloudlab.core.testing.Host;
import io.cloudlab.process.JobOptions;
import org.junit.jupiter.api.BeforeAll;

@Tag("slow")
class NamespaceOutputTest extends PrintedOutput {
    @BeforeAll
    static void requireNamespaces() {
        Host.require(JobsOnDisk.namespacesArePermitted(), "PID namespaces");
    }

    @Override
    JobOptions options() {
        return JobOptions.DEFAULT;
    }
}
