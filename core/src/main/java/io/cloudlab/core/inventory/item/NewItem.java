package io.cloudlab.core.inventory.item;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a new object is to hold: JSON-like values by field, and the ids of its tags. */
public record NewItem(Map<String, Object> data, List<Integer> tags) {
    public NewItem {
        data = Collections.unmodifiableMap(new LinkedHashMap<>(data));
        tags = List.copyOf(tags);
    }

    /** Leaves the values out, since some may be secret. */
    @Override
    public String toString() {
        return "NewItem";
    }
}
