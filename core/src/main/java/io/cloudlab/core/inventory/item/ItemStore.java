package io.cloudlab.core.inventory.item;

import io.cloudlab.core.inventory.type.TypeSlug;
import io.cloudlab.core.shared.Page;
import io.cloudlab.core.shared.PageRequest;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Where objects are kept, with what is needed to find them. Implementations are thread-safe. */
public interface ItemStore {
    /** Numbers for new objects, rising, larger than all given out before and never given out again. */
    List<Long> nextIds(int count);

    /**
     * @throws UniqueClash if another object of the type holds one of the unique keys; nothing is written
     * @throws io.cloudlab.core.shared.NotFound if a tag has gone; nothing is written
     */
    void insert(Item item, ItemIndex index);

    /** As {@link #insert} for each, and quicker. */
    void insertAll(List<Indexed> items);

    Optional<Item> find(long id);

    /** As {@link #find}; until the transaction ends, others who call this wait. Call it inside a transaction. */
    Optional<Item> lock(long id);

    /**
     * Replaces data, tags, time of change and what the object is found by, unless it has changed since {@code item} was
     * read.
     *
     * @return the object as stored, with its new version
     * @throws io.cloudlab.core.shared.StaleWrite if the stored version differs, or there is none
     * @throws UniqueClash and {@code NotFound} as {@link #insert}
     */
    Item update(Item item, ItemIndex index);

    /**
     * Forgets an object; forgetting it again changes nothing. Its rules go with it, or, if it has a source, wait for the
     * next object of that source.
     */
    void delete(long id);

    /** As {@link #delete} for each, and quicker. */
    void deleteAll(List<Long> ids);

    /**
     * What the viewer may see of what is asked for, and how much that is altogether. Costs what the page and the
     * narrowest condition cost, not what the type holds; only a search looks at all of it.
     */
    Page<Item> list(ItemQuery query, ItemVisibility viewer, PageRequest page);

    /** Whether a rule or a tag of any object of the type lets one of the roles see it. */
    boolean hasGrants(TypeSlug type, Set<Integer> roles);

    /** Until the transaction ends, others who call this for the type wait. Call it inside a transaction. */
    void lockType(TypeSlug type);

    /** The objects an adapter keeps up to date, by id. */
    List<Item> ofSource(TypeSlug type, String adapter);

    /** The object an adapter keeps up to date under this key. */
    Optional<Item> ofSource(TypeSlug type, Item.Source source);

    /** Objects of a type with larger ids than {@code after}, by id, at most {@code limit}. */
    List<Item> after(TypeSlug type, long after, int limit);

    /**
     * Replaces what an object is found by and nothing else. A unique key that another object holds is left out.
     *
     * @return false if one was left out
     */
    boolean reindex(Item item, ItemIndex index);

    /** Replaces what an object holds and nothing else: not its version, nor what it is found by. Call it with the object locked. */
    void replaceData(Item item);

    /** By which definition of the type its objects are indexed; empty before the first. */
    String indexedBy(TypeSlug type);

    void indexedBy(TypeSlug type, String definition);

    /** An object with what it is found by. */
    record Indexed(Item item, ItemIndex index) {}
}
