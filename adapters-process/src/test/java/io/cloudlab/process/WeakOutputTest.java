package io.cloudlab.process;

class WeakOutputTest extends PrintedOutput {
    @Override
    JobOptions options() {
        return JobOptions.DEFAULT.withoutNamespaces();
    }
}
