package io.cloudlab.app.bench.support;

import io.cloudlab.app.e2e.TestLab;
import java.nio.file.Path;

/** What the benchmarks' scripts print, and where they lie. */
public final class Scripts {
    /** With its line end. */
    public static final String HUNDRED_BYTES = "x".repeat(99);

    private Scripts() {}

    public static Path of(TestLab lab, String service) {
        return lab.path().resolve("services").resolve(service).resolve("deploy.sh");
    }
}
