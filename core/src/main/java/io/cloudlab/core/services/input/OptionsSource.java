package io.cloudlab.core.services.input;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** Where the options of an input come from, if they do not stand in its declaration. */
public sealed interface OptionsSource {
    /**
     * The objects of an inventory type, as far as the caller may see them.
     *
     * @param type its slug
     * @param value the field whose values may be chosen, or {@link #ID}; people see the names of the objects
     * @param filter values of fields, by name; all must match
     */
    record OfType(String type, String value, Map<String, String> filter) implements OptionsSource {
        /** Stands for the number of the object. */
        public static final String ID = "id";

        public OfType {
            filter = Collections.unmodifiableMap(new LinkedHashMap<>(filter));
        }
    }

    /**
     * Files and directories of the service or else of the lab.
     *
     * @param glob a path whose last part may hold {@code *} and {@code ?}; what they stand for may be chosen
     */
    record OfFiles(String glob) implements OptionsSource {}
}
