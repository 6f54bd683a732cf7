package io.cloudlab.core.testing.memory;

import io.cloudlab.core.inventory.item.Tag;
import io.cloudlab.core.inventory.item.TagCount;
import io.cloudlab.core.inventory.item.TagStore;
import io.cloudlab.core.shared.Conflict;
import io.cloudlab.core.shared.NotFound;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntConsumer;
import java.util.function.IntUnaryOperator;
import java.util.stream.Collectors;

/** Tags, in memory. */
public final class InMemoryTagStore implements TagStore {
    private final InMemoryTransactions transactions;
    private final Rows<Integer, Tag> tags;
    private IntUnaryOperator objects = tag -> 0;
    private IntConsumer deleted = tag -> {};
    private int lastId;

    InMemoryTagStore(InMemoryTransactions transactions) {
        this.transactions = transactions;
        this.tags = new Rows<>(transactions);
    }

    /** How the store learns what bears a tag, and tells that one has gone. */
    void connect(IntUnaryOperator borne, IntConsumer gone) {
        objects = borne;
        deleted = gone;
    }

    boolean contains(int id) {
        return tags.get(id) != null;
    }

    @Override
    public List<TagCount> all() {
        return transactions.alone(() -> tags.values().stream()
                .map(this::counted)
                .sorted(Comparator.comparing(TagCount::tag))
                .toList());
    }

    @Override
    public Optional<TagCount> find(int id) {
        return transactions.alone(() -> Optional.ofNullable(tags.get(id)).map(this::counted));
    }

    @Override
    public List<Tag> findAll(Collection<Integer> ids) {
        return transactions.alone(() -> new HashSet<>(ids)
                .stream().filter(this::contains).map(tags::get).sorted().toList());
    }

    @Override
    public List<Tag> named(Collection<String> names) {
        Set<String> keys = names.stream().map(Tag::key).collect(Collectors.toSet());
        return transactions.alone(() -> tags.values().stream()
                .filter(tag -> keys.contains(Tag.key(tag.name())))
                .sorted()
                .toList());
    }

    @Override
    public Tag insert(Tag tag) {
        return transactions.alone(() -> {
            refuseDuplicate(tag);
            Tag stored = new Tag(++lastId, tag.name(), tag.color());
            tags.put(stored.id(), stored);
            return stored;
        });
    }

    @Override
    public void update(Tag tag) {
        transactions.alone(() -> {
            if (!contains(tag.id())) throw new NotFound("tag");
            refuseDuplicate(tag);
            tags.put(tag.id(), tag);
            return tag;
        });
    }

    @Override
    public void delete(int id) {
        transactions.alone(() -> {
            if (!contains(id)) return id;
            tags.remove(id);
            deleted.accept(id);
            return id;
        });
    }

    private TagCount counted(Tag tag) {
        return new TagCount(tag, objects.applyAsInt(tag.id()));
    }

    private void refuseDuplicate(Tag tag) {
        boolean taken = named(List.of(tag.name())).stream().anyMatch(other -> other.id() != tag.id());
        if (taken) throw new Conflict("tag-exists", "A tag of this name already exists.");
    }
}
