package io.cloudlab.core.terminal;

import io.cloudlab.core.access.Caller;
import io.cloudlab.core.inventory.item.Item;
import io.cloudlab.core.inventory.item.ObjectPins;
import io.cloudlab.core.inventory.type.SyncAdapter;
import io.cloudlab.core.inventory.type.TypeSlug;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What host keys are pinned to: a synchronised object's source, which outlives the object; the instance an object made by
 * people names in {@code vultr_id}; else the object. Thread-safe.
 */
public final class Pins implements ObjectPins {
    private static final String INSTANCE_FIELD = "vultr_id";

    private final HostKeys keys;

    public Pins(HostKeys keys) {
        this.keys = keys;
    }

    static String of(long id, TypeSlug type, Item.@Nullable Source source, Optional<String> instance) {
        if (source != null)
            return source.adapter().equals(SyncAdapter.VULTR.word())
                    ? HostKeys.INSTANCE + source.key()
                    : source.adapter() + ":" + type + ":" + source.key();
        return instance.map(one -> HostKeys.INSTANCE + one).orElse("object:" + id);
    }

    private static String of(Item item) {
        Optional<String> instance = Optional.ofNullable(item.data().get(INSTANCE_FIELD))
                .map(Object::toString)
                .filter(text -> !text.isBlank());
        return of(item.id(), item.type(), item.source(), instance);
    }

    @Override
    public boolean isPinned(Item item) {
        return keys.isPinned(of(item));
    }

    @Override
    public void forget(Caller caller, Item item) {
        if (item.source() == null) keys.forget(caller, of(item));
    }
}
