package io.cloudlab.core.services;

import java.util.List;
import java.util.Optional;

/**
 * The JSON schemas (draft 2020-12) of the files that people write into a lab, for editors and other tools. They say what the
 * readers of these files understand without a warning. Implementations are thread-safe.
 */
public interface LabSchemas {
    /** Such as {@code scripts.json}. */
    List<String> names();

    /** The schema as JSON text. */
    Optional<String> find(String name);
}
