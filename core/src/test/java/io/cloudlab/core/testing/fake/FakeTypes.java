package io.cloudlab.core.testing.fake;

import io.cloudlab.core.inventory.type.ItemType;
import io.cloudlab.core.inventory.type.TypeSource;
import java.util.List;

/** Types in memory, as if files had been changed. Thread-safe. */
public final class FakeTypes implements TypeSource {
    private volatile Loaded loaded = Loaded.NONE;

    /** From now on there are exactly these types, and no problems. */
    public void set(ItemType... types) {
        loaded = new Loaded(List.of(types), List.of(), true);
    }

    /** From now on there are these types, and files that cannot be used. */
    public void broken(List<String> problems, ItemType... types) {
        loaded = new Loaded(List.of(types), problems, false);
    }

    /** From now on there is no place where types could be. */
    public void away() {
        loaded = Loaded.NONE;
    }

    @Override
    public Loaded types() {
        return loaded;
    }
}
