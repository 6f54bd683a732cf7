package io.cloudlab.process.run;

import org.junit.jupiter.api.Tag;
import io.cloudlab.process.JobOptions;

@Tag("slow")
class WeakOutputTest extends PrintedOutput {
    @Override
    JobOptions options() {
        return JobOptions.DEFAULT.withoutNamespaces();
    }
}
