package io.cloudlab.core.testing.contract;

import io.cloudlab.core.Stores;
import java.time.Instant;

/** What the contracts of all stores begin with. Times are whole microseconds: no store need keep more. */
public interface StoresContract {
    Instant NOON = Instant.parse("2026-03-01T12:00:00.123456Z");

    /** Always the same within one test, and initially empty. */
    Stores stores();
}
