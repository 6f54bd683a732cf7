package io.cloudlab.process;

import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;

class NamespaceOutputTest extends PrintedOutput {
    @BeforeAll
    static void requireNamespaces() {
        Assumptions.assumeTrue(JobsOnDisk.namespacesArePermitted(), "this host permits no PID namespaces");
    }

    @Override
    JobOptions options() {
        return JobOptions.DEFAULT;
    }
}
