package io.cloudlab.process.run;

import io.cloudlab.process.JobOptions;

class WeakOutputTest extends PrintedOutput {
    @Override
    JobOptions options() {
        return JobOptions.DEFAULT.withoutNamespaces();
    }
}
