package io.cloudlab.app.bench;

import io.cloudlab.app.e2e.TestLab;
import java.nio.file.Path;

/** What the benchmarks' scripts print, and where they lie. */
final class Scripts {
    /** With its line end. */
    static final String HUNDRED_BYTES = "x".repeat(99);

    private Scripts() {}

    static Path of(TestLab lab, String service) {
        return lab.path().resolve("services").resolve(service).resolve("deploy.sh");
    }
}
