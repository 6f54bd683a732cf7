package io.cloudlab.core.testing;

import org.junit.jupiter.api.Assumptions;

/** Checks that the machine has the tools a test needs. */
public final class Host {
    private Host() {}

    /** Aborts the test where something is missing; in CI the test fails instead. */
    public static void require(boolean present, String what) {
        if (!present && "true".equals(System.getenv("CI"))) throw new AssertionError("CI must have " + what);
        Assumptions.assumeTrue(present, "needs " + what);
    }
}
