package io.cloudlab.core.inventory.item;

import io.cloudlab.core.access.AccessPolicy;
import io.cloudlab.core.access.Caller;
import io.cloudlab.core.access.Permission;
import io.cloudlab.core.audit.AuditTrail;
import io.cloudlab.core.inventory.type.ItemType;
import io.cloudlab.core.shared.NotFound;
import io.cloudlab.core.shared.Page;
import io.cloudlab.core.shared.PageRequest;
import io.cloudlab.core.shared.Refused;
import io.cloudlab.core.shared.Remembered;
import io.cloudlab.core.shared.StaleWrite;
import io.cloudlab.core.shared.Transactions;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Shows and changes objects. What it returns shows the fields the type has now, secrets masked. Each method first refuses
 * an unknown type, then an unknown object, then what the caller may not do. Thread-safe.
 */
public final class Items {
    private static final int MAX_TAGS = 100;

    private final Transactions transactions;
    private final ItemStore items;
    private final TagStore tags;
    private final ItemTypes types;
    private final ItemAccess access;
    private final FieldSecrets secrets;
    private final ItemData data;
    private final AuditTrail audit;
    private final Clock clock;
    private final ObjectPins pins;
    private final Remembered<Page<Item>, Shown> lists = new Remembered<>();

    private record Shown(ItemType type, Page<Item> page) {
        static Shown of(Page<Item> found, ItemType type, FieldSecrets secrets) {
            return new Shown(type, found.map(item -> secrets.masked(type, item)));
        }
    }

    public Items(
            Transactions transactions,
            ItemStore items,
            TagStore tags,
            ItemTypes types,
            ItemAccess access,
            FieldSecrets secrets,
            ObjectPins pins,
            AuditTrail audit,
            Clock clock) {
        this.transactions = transactions;
        this.items = items;
        this.tags = tags;
        this.types = types;
        this.access = access;
        this.secrets = secrets;
        this.pins = pins;
        this.audit = audit;
        this.clock = clock;
        this.data = new ItemData(secrets);
    }

    /**
     * The objects the caller may see, with their true number.
     *
     * @throws io.cloudlab.core.access.Denied if the caller has neither the permission nor any grant in the type
     * @throws io.cloudlab.core.shared.InvalidInput naming a field that cannot be used
     */
    public Page<Item> list(Caller caller, String slug, ItemFilter filter, PageRequest page) {
        ItemType type = types.require(slug);
        ItemVisibility viewer = ItemVisibility.of(caller, type.slug());
        if (!viewer.everything() && !viewer.wholeType() && !items.hasGrants(type.slug(), viewer.roles()))
            throw ItemAccess.denied(type.slug(), AccessPolicy.VIEW);
        Map<String, FieldKey> keys = filter.keys(type);
        @Nullable String sort = filter.sortField(type);
        Set<String> names = filter.tags().stream().map(Tag::key).collect(Collectors.toSet());
        List<Tag> known = names.isEmpty() ? List.of() : tags.named(names);
        if (known.size() < names.size()) return new Page<>(List.of(), 0, page);
        ItemQuery query = new ItemQuery(
                type.slug(),
                filter.search() == null || filter.search().isEmpty() ? null : SearchText.query(filter.search()),
                known.stream().map(Tag::id).collect(Collectors.toSet()),
                keys,
                sort,
                filter.descending());
        Page<Item> found = items.list(query, viewer, page);
        Shown shown = lists.of(found, each -> Shown.of(each, type, secrets));
        return (shown.type() == type ? shown : Shown.of(found, type, secrets)).page();
    }

    /** @throws NotFound if there is no such type, or no such object of it */
    public Item find(Caller caller, String slug, long id) {
        ItemType type = types.require(slug);
        Item item = ofType(type, items.find(id).orElse(null));
        access.requireSeen(caller, item, AccessPolicy.VIEW);
        return secrets.masked(type, item);
    }

    /**
     * @throws Refused naming a field that is missing, unknown or holds what it cannot hold, or for an unknown tag
     * @throws UniqueClash if another object has the same value in a unique field
     */
    public Item create(Caller caller, String slug, NewItem wanted) {
        ItemType type = types.require(slug);
        access.requireForType(caller, type.slug(), "create");
        return transactions.call(() -> {
            List<Tag> marked = existing(wanted.tags());
            access.requireGrants(caller, type, null, ids(marked));
            long id = items.nextIds(1).get(0);
            ItemData.Merged merged = data.merge(type, id, Map.of(), wanted.data(), true, false);
            Item item = new Item(
                    id, type.slug(), merged.data(), marked, caller.userId(), clock.instant(), clock.instant(), null, 0);
            items.insert(item, ItemIndex.of(type, merged.data()));
            audit.record(caller, "inventory.create", resource(item), Map.of("name", item.name()));
            return secrets.masked(type, item);
        });
    }

    /**
     * Changes what is given; an object that is like that already keeps its version.
     *
     * @throws StaleWrite if the object has changed since the version that was seen
     * @throws Refused and {@code UniqueClash} as {@link #create}
     */
    public Item change(Caller caller, String slug, long id, ItemChange change) {
        ItemType type = types.require(slug);
        return transactions.call(() -> {
            Item item = ofType(type, items.lock(id).orElse(null));
            access.require(caller, item, "edit");
            if (change.version() != null && change.version() != item.version()) throw new StaleWrite("object");
            List<Tag> marked = change.tags() == null ? item.tags() : existing(change.tags());
            access.requireGrants(caller, type, item, added(item, marked));
            ItemData.Merged merged = data.merge(type, id, item.data(), change.data(), false, false);
            if (merged.changed().isEmpty() && ids(marked).equals(ids(item.tags()))) return secrets.masked(type, item);
            Map<String, Object> details = new LinkedHashMap<>();
            details.put("changed", List.copyOf(merged.changed()));
            if (change.tags() != null) details.put("tags", names(marked));
            return write(
                    caller, type, item.changed(merged.data(), marked, clock.instant()), "inventory.update", details);
        });
    }

    /**
     * Forgets an object; jobs run on it stay. What denies something on it, or guards its server, goes only at the hand of
     * those who may take it away by itself.
     *
     * @throws io.cloudlab.core.access.Denied also if the object has deny rules the caller may not remove, or its server
     *     a pinned key and the caller lacks {@code hostkeys.manage}
     */
    public void delete(Caller caller, String slug, long id) {
        ItemType type = types.require(slug);
        transactions.run(() -> {
            Item item = ofType(type, items.lock(id).orElse(null));
            access.require(caller, item, "delete");
            access.requireDenials(caller, type, item);
            if (pins.isPinned(item)) caller.require(Permission.HOSTKEYS_MANAGE);
            items.delete(id);
            pins.forget(caller, item);
            audit.record(caller, "inventory.delete", resource(item), Map.of("name", item.name()));
            transactions.afterCommit(() -> access.forget(id));
        });
    }

    /**
     * Marks an object with more tags.
     *
     * @return all tags it has now, by name
     */
    public List<Tag> addTags(Caller caller, String slug, long id, Collection<Integer> more) {
        return changeTags(caller, slug, id, item -> {
            List<Tag> all = new ArrayList<>(item.tags());
            for (Tag tag : existing(more)) if (!item.tags().contains(tag)) all.add(tag);
            return all;
        });
    }

    /**
     * @return the tags the object still has, by name
     * @throws NotFound also if it does not have the tag
     */
    public List<Tag> removeTag(Caller caller, String slug, long id, int tagId) {
        return changeTags(caller, slug, id, item -> {
            List<Tag> others =
                    item.tags().stream().filter(tag -> tag.id() != tagId).toList();
            if (others.size() == item.tags().size()) throw new NotFound("tag");
            return others;
        });
    }

    private List<Tag> changeTags(Caller caller, String slug, long id, Function<Item, List<Tag>> change) {
        ItemType type = types.require(slug);
        return transactions.call(() -> {
            Item item = ofType(type, items.lock(id).orElse(null));
            access.require(caller, item, "edit");
            List<Tag> marked = change.apply(item);
            access.requireGrants(caller, type, item, added(item, marked));
            Item next = item.changed(item.data(), marked, clock.instant());
            return write(caller, type, next, "inventory.tags.update", Map.of("tags", names(marked)))
                    .tags();
        });
    }

    private Item write(Caller caller, ItemType type, Item item, String action, Map<String, Object> details) {
        if (item.tags().size() > MAX_TAGS)
            throw new Refused("too-many-tags", "An object can bear at most " + MAX_TAGS + " tags.");
        Item stored = items.update(item, ItemIndex.of(type, item.data()));
        audit.record(caller, action, resource(item), details);
        transactions.afterCommit(() -> access.forget(item.id()));
        return secrets.masked(type, stored);
    }

    private List<Tag> existing(Collection<Integer> wanted) {
        Set<Integer> ids = new LinkedHashSet<>(wanted);
        if (ids.size() > MAX_TAGS)
            throw new Refused("too-many-tags", "An object can bear at most " + MAX_TAGS + " tags.");
        List<Tag> found = ids.isEmpty() ? List.of() : tags.findAll(ids);
        if (found.size() < ids.size()) throw new Refused("unknown-tag", "A tag of the list does not exist.");
        return found;
    }

    private static Set<Integer> added(Item item, List<Tag> marked) {
        Set<Integer> added = ids(marked);
        added.removeAll(ids(item.tags()));
        return added;
    }

    private static Set<Integer> ids(List<Tag> tags) {
        return tags.stream().map(Tag::id).collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private static List<String> names(List<Tag> tags) {
        return tags.stream().map(Tag::name).toList();
    }

    public static Item ofType(ItemType type, @Nullable Item item) {
        if (item == null || !item.type().equals(type.slug())) throw new NotFound("object");
        return item;
    }

    public static String resource(Item item) {
        return "inventory/" + item.type() + "/" + item.id();
    }
}
