package io.cloudlab.core.inventory.type;

import java.util.List;
import java.util.Optional;

/**
 * Reads the types of a lab. Changes are seen without a restart. Implementations are thread-safe and fast enough for every
 * request.
 */
public interface TypeSource {
    /** No types. */
    TypeSource NONE = () -> Loaded.NONE;

    /** What there is now. The same object is returned for as long as nothing has changed. */
    Loaded types();

    /** The same, looked at again first: what has been written before the call counts. */
    default Loaded now() {
        return types();
    }

    /**
     * One type, as its file says now: what has been written before the call counts, so that none is missing that is there.
     */
    default Optional<ItemType> type(String slug) {
        return types().find(slug);
    }

    /**
     * The types of one moment.
     *
     * @param types in the order of their files
     * @param problems what kept files from being used, or is passed over in them, each one sentence that names file and line
     * @param whole whether these are all types there are, as far as can be told; false while a file cannot be read
     */
    record Loaded(List<ItemType> types, List<String> problems, boolean whole) {
        /** No place where types could be; which may be away, rather than never have been. */
        public static final Loaded NONE = new Loaded(List.of(), List.of(), false);

        public Loaded {
            types = List.copyOf(types);
            problems = List.copyOf(problems);
        }

        public Optional<ItemType> find(String slug) {
            return types.stream()
                    .filter(type -> type.slug().value().equals(slug))
                    .findFirst();
        }
    }
}
