package io.cloudlab.process.run;

import io.cloudlab.core.testing.Host;
import io.cloudlab.process.JobOptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;

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
