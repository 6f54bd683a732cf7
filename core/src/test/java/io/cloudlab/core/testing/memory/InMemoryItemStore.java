package io.cloudlab.core.testing.memory;

import io.cloudlab.core.access.AclRule;
import io.cloudlab.core.access.AclRule.Effect;
import io.cloudlab.core.access.ObjectRules;
import io.cloudlab.core.inventory.item.FieldKey;
import io.cloudlab.core.inventory.item.Item;
import io.cloudlab.core.inventory.item.ItemIndex;
import io.cloudlab.core.inventory.item.ItemQuery;
import io.cloudlab.core.inventory.item.ItemStore;
import io.cloudlab.core.inventory.item.ItemVisibility;
import io.cloudlab.core.inventory.item.Tag;
import io.cloudlab.core.inventory.item.UniqueClash;
import io.cloudlab.core.inventory.type.TypeSlug;
import io.cloudlab.core.shared.NotFound;
import io.cloudlab.core.shared.Page;
import io.cloudlab.core.shared.PageRequest;
import io.cloudlab.core.shared.StaleWrite;
import io.cloudlab.core.testing.FormerItems;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.LongFunction;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/** Objects, in memory. */
public final class InMemoryItemStore implements ItemStore {
    private final InMemoryTransactions transactions;
    private final InMemoryTagStore tags;
    private final Rows<Long, Indexed> items;
    private final Rows<TypeSlug, String> definitions;
    private final FormerItems former;
    private LongFunction<ObjectRules> rules = id -> ObjectRules.NONE;
    private long lastId;

    InMemoryItemStore(InMemoryTransactions transactions, InMemoryTagStore tags) {
        this.transactions = transactions;
        this.tags = tags;
        this.items = new Rows<>(transactions);
        this.definitions = new Rows<>(transactions);
        this.former = new FormerItems(transactions);
        tags.connect(
                tag -> (int) items.values().stream()
                        .filter(one -> ids(one.item()).contains(tag))
                        .count(),
                this::unmark);
    }

    void askForRules(LongFunction<ObjectRules> answer) {
        rules = answer;
    }

    FormerItems former() {
        return former;
    }

    @Override
    public List<Long> nextIds(int count) {
        return transactions.alone(
                () -> LongStream.range(0, count).mapToObj(each -> ++lastId).toList());
    }

    @Override
    public void insert(Item item, ItemIndex index) {
        insertAll(List.of(new Indexed(item, index)));
    }

    @Override
    public void insertAll(List<Indexed> all) {
        transactions.alone(() -> {
            Map<Long, Indexed> before = items.entries();
            try {
                all.forEach(one -> put(one.item(), one.index()));
            } catch (RuntimeException e) {
                all.stream()
                        .map(one -> one.item().id())
                        .filter(id -> !before.containsKey(id))
                        .forEach(items::remove);
                throw e;
            }
            all.forEach(one -> former.comes(one.item()));
            return all;
        });
    }

    @Override
    public Optional<Item> find(long id) {
        return transactions.alone(() -> Optional.ofNullable(items.get(id)).map(this::current));
    }

    /** Transactions run one at a time, so there is nothing to lock. */
    @Override
    public Optional<Item> lock(long id) {
        return find(id);
    }

    @Override
    public Item update(Item item, ItemIndex index) {
        return transactions.alone(() -> {
            Indexed former = items.get(item.id());
            if (former == null || former.item().version() != item.version()) throw new StaleWrite("object");
            Item stored = item.withVersion(item.version() + 1);
            put(stored, index);
            return stored;
        });
    }

    @Override
    public void deleteAll(List<Long> ids) {
        ids.forEach(this::delete);
    }

    @Override
    public void delete(long id) {
        transactions.alone(() -> {
            Indexed one = items.get(id);
            if (one == null) return id;
            former.goes(one.item());
            items.remove(id);
            return id;
        });
    }

    @Override
    public Page<Item> list(ItemQuery query, ItemVisibility viewer, PageRequest page) {
        return transactions.alone(() -> {
            List<Item> found = ofType(query.type())
                    .filter(one -> asked(query, one))
                    .filter(one -> visible(viewer, one.item()))
                    .sorted(order(query))
                    .map(this::current)
                    .toList();
            List<Item> part =
                    found.stream().skip(page.offset()).limit(page.perPage()).toList();
            return new Page<>(part, found.size(), page);
        });
    }

    @Override
    public boolean hasGrants(TypeSlug type, Set<Integer> roles) {
        return transactions.alone(() -> ofType(type).anyMatch(one -> granted(roles, one.item())));
    }

    /** Transactions run one at a time, so there is nothing to lock. */
    @Override
    public void lockType(TypeSlug type) {}

    @Override
    public List<Item> ofSource(TypeSlug type, String adapter) {
        return transactions.alone(() -> ofType(type)
                .map(this::current)
                .filter(item -> item.source() != null && item.source().adapter().equals(adapter))
                .toList());
    }

    @Override
    public Optional<Item> ofSource(TypeSlug type, Item.Source source) {
        return transactions.alone(() -> ofType(type)
                .map(this::current)
                .filter(item -> source.equals(item.source()))
                .findFirst());
    }

    @Override
    public List<Item> after(TypeSlug type, long after, int limit) {
        return transactions.alone(() -> ofType(type)
                .map(this::current)
                .filter(item -> item.id() > after)
                .limit(limit)
                .toList());
    }

    @Override
    public boolean reindex(Item item, ItemIndex index) {
        return transactions.alone(() -> {
            Map<String, FieldKey> own = new HashMap<>(index.uniques());
            own.entrySet().removeIf(key -> isTaken(item, key.getKey(), key.getValue()));
            Item stored = items.get(item.id()).item();
            items.put(item.id(), new Indexed(stored, new ItemIndex(index.searchText(), index.keys(), own)));
            return own.size() == index.uniques().size();
        });
    }

    @Override
    public void replaceData(Item item) {
        transactions.alone(() -> {
            Indexed former = items.get(item.id());
            items.put(item.id(), new Indexed(former.item().withData(item.data()), former.index()));
            return former;
        });
    }

    @Override
    public String indexedBy(TypeSlug type) {
        return transactions.alone(
                () -> Optional.ofNullable(definitions.get(type)).orElse(""));
    }

    @Override
    public void indexedBy(TypeSlug type, String definition) {
        transactions.alone(() -> {
            definitions.put(type, definition);
            return definition;
        });
    }

    private void put(Item item, ItemIndex index) {
        for (Tag tag : item.tags()) if (!tags.contains(tag.id())) throw new NotFound("tag");
        new TreeMap<>(index.uniques()).forEach((field, key) -> {
            if (isTaken(item, field, key)) throw new UniqueClash(field);
        });
        items.put(item.id(), new Indexed(item, index));
    }

    private boolean isTaken(Item item, String field, FieldKey key) {
        return ofType(item.type())
                .anyMatch(other -> other.item().id() != item.id()
                        && key.equals(other.index().uniques().get(field)));
    }

    private void unmark(int tag) {
        items.entries().forEach((id, one) -> {
            if (!ids(one.item()).contains(tag)) return;
            List<Tag> others = one.item().tags().stream()
                    .filter(borne -> borne.id() != tag)
                    .toList();
            items.put(id, new Indexed(one.item().withTags(others), one.index()));
        });
    }

    /** With its tags as they are called now. */
    private Item current(Indexed one) {
        return one.item().withTags(tags.findAll(ids(one.item())));
    }

    private Stream<Indexed> ofType(TypeSlug type) {
        return items.values().stream().filter(one -> one.item().type().equals(type));
    }

    private static Set<Integer> ids(Item item) {
        return item.tags().stream().map(Tag::id).collect(Collectors.toSet());
    }

    private static boolean asked(ItemQuery query, Indexed one) {
        return (query.search() == null || one.index().searchText().contains(query.search()))
                && ids(one.item()).containsAll(query.tags())
                && query.fields().entrySet().stream()
                        .allMatch(field ->
                                field.getValue().equals(one.index().keys().get(field.getKey())));
    }

    private boolean visible(ItemVisibility viewer, Item item) {
        if (viewer.everything()) return true;
        boolean hidden = rules.apply(item.id()).rules().stream()
                .anyMatch(rule -> concerns(viewer.roles(), rule) && rule.effect() == Effect.DENY);
        return !hidden && (viewer.wholeType() || granted(viewer.roles(), item));
    }

    private boolean granted(Set<Integer> roles, Item item) {
        ObjectRules own = rules.apply(item.id());
        return own.rules().stream().anyMatch(rule -> concerns(roles, rule) && rule.effect() == Effect.ALLOW)
                || own.grants().stream()
                        .anyMatch(grant -> roles.contains(grant.roleId())
                                && grant.permission().equals("view"));
    }

    private static boolean concerns(Set<Integer> roles, AclRule rule) {
        return roles.contains(rule.roleId()) && rule.permission().equals("view");
    }

    private static Comparator<Indexed> order(ItemQuery query) {
        Comparator<Indexed> newest =
                Comparator.<Indexed>comparingLong(one -> one.item().id()).reversed();
        if (query.sort() == null) return query.descending() ? newest : newest.reversed();
        Function<Indexed, FieldKey> key = one -> one.index().keys().get(query.sort());
        Comparator<Indexed> rising = Comparator.comparing(key);
        return (query.descending() ? rising.reversed() : rising).thenComparing(newest);
    }
}
