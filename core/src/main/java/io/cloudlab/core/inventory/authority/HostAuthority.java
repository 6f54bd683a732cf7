package io.cloudlab.core.inventory.authority;

import io.cloudlab.core.access.AccessPolicy;
import io.cloudlab.core.access.Caller;
import io.cloudlab.core.access.Decision;
import io.cloudlab.core.access.Denied;
import io.cloudlab.core.access.Permission;
import io.cloudlab.core.inventory.item.FieldKey;
import io.cloudlab.core.inventory.item.Item;
import io.cloudlab.core.inventory.item.ItemAccess;
import io.cloudlab.core.inventory.item.ItemQuery;
import io.cloudlab.core.inventory.item.ItemStore;
import io.cloudlab.core.inventory.item.ItemTypes;
import io.cloudlab.core.inventory.item.ItemVisibility;
import io.cloudlab.core.inventory.sync.SyncSource;
import io.cloudlab.core.inventory.type.Action;
import io.cloudlab.core.inventory.type.ActionType;
import io.cloudlab.core.inventory.type.Field;
import io.cloudlab.core.inventory.type.FieldType;
import io.cloudlab.core.inventory.type.ItemType;
import io.cloudlab.core.inventory.type.SyncAdapter;
import io.cloudlab.core.shared.ExpiringCache;
import io.cloudlab.core.shared.PageRequest;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Asks the objects that stand for a host whether a caller may open a terminal on it, whichever object led there: the
 * fields of that one may have been edited. An object made by synchronisation must allow the terminal; one made by people
 * must not deny it. Which instance a host is, the cloud's last answer says, not the fields of the objects. Thread-safe.
 */
public final class HostAuthority {
    static final List<String> FIELDS = List.of("hostname", "ip_address", "ssh_host");

    private static final int MAX_PER_FIELD = 50;
    private static final int MAX_HOSTS = 1_000;
    private static final Duration MAX_AGE = Duration.ofSeconds(3);

    private final ItemStore items;
    private final ItemTypes types;
    private final ItemAccess access;
    private final SyncSource instances;
    private final ExpiringCache<Set<String>, List<Item>> known;

    public HostAuthority(ItemStore items, ItemTypes types, ItemAccess access, SyncSource instances, Clock clock) {
        this.items = items;
        this.types = types;
        this.access = access;
        this.instances = instances;
        this.known = new ExpiringCache<>(MAX_AGE, MAX_HOSTS, clock);
    }

    /**
     * Checks the rights to a host before a terminal is opened.
     *
     * @param object the object whose action opens the terminal; the caller's right to it has been checked
     * @param hosts all names and addresses of the host
     * @throws Denied if another object that stands for the host refuses
     */
    public void require(Caller caller, long object, Set<String> hosts) {
        if (!caller.may(Permission.ALL)) require(caller, object, find(hosts));
    }

    /** As {@link #require}, for a terminal that is open: other objects that come to stand for the host count seconds later. */
    public void requireAuthorized(Caller caller, long object, Set<String> hosts) {
        if (caller.may(Permission.ALL)) return;
        require(caller, object, Objects.requireNonNull(known.get(hosts, () -> find(hosts))));
    }

    private void require(Caller caller, long object, List<Item> standing) {
        for (Item item : standing) if (item.id() != object) require(caller, item);
    }

    private void require(Caller caller, Item item) {
        ItemType type = types.require(item.type().value());
        refuseDenied(caller, item, AccessPolicy.VIEW);
        List<String> terminals = type.actions().stream()
                .filter(action -> action.type() == ActionType.SSH)
                .map(Action::name)
                .toList();
        for (String terminal : terminals) refuseDenied(caller, item, terminal);
        if (item.source() == null || terminals.isEmpty()) return;
        boolean allowed = terminals.stream()
                .anyMatch(terminal -> access.decide(caller, item, terminal).allowed());
        if (!allowed) throw ItemAccess.denied(item.type(), terminals.get(0));
    }

    private void refuseDenied(Caller caller, Item item, String permission) {
        if (access.decide(caller, item, permission) instanceof Decision.DeniedByRule)
            throw ItemAccess.denied(item.type(), permission);
    }

    private List<Item> find(Set<String> hosts) {
        Map<Long, Item> found = new LinkedHashMap<>();
        List<Item.Source> instances = instances(hosts);
        for (ItemType type : types.current().types()) {
            if (type.sync() == SyncAdapter.VULTR)
                for (Item.Source instance : instances)
                    items.ofSource(type.slug(), instance).ifPresent(item -> found.put(item.id(), item));
            for (String name : FIELDS)
                type.field(name)
                        .filter(field -> field.type() == FieldType.STRING)
                        .ifPresent(field -> hosts.forEach(
                                host -> holding(type, field, host).forEach(item -> found.put(item.id(), item))));
        }
        return List.copyOf(found.values());
    }

    private List<Item.Source> instances(Set<String> hosts) {
        List<Item.Source> found = new ArrayList<>();
        for (SyncSource.Wanted instance : instances.wanted()) {
            boolean isOne = FIELDS.stream()
                    .map(instance.fields()::get)
                    .filter(Objects::nonNull)
                    .anyMatch(value -> hosts.contains(value.toString()));
            if (isOne) found.add(new Item.Source(SyncAdapter.VULTR.word(), instance.key()));
        }
        return found;
    }

    private List<Item> holding(ItemType type, Field field, String host) {
        Map<String, FieldKey> fields = Map.of(field.name(), FieldKey.of(field.type(), host));
        ItemQuery query = new ItemQuery(type.slug(), null, Set.of(), fields, null, false);
        return items.list(query, ItemVisibility.SYSTEM, new PageRequest(1, MAX_PER_FIELD))
                .items();
    }
}
