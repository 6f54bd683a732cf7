package io.cloudlab.core.inventory.item;

import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** Where tags are kept. Implementations are thread-safe. */
public interface TagStore {
    /** By name, with the number of objects that have them; what that costs does not grow with the number of objects. */
    List<TagCount> all();

    Optional<TagCount> find(int id);

    /** Those of the given ids that exist, by name. */
    List<Tag> findAll(Collection<Integer> ids);

    /** Those of the given names that exist; names are compared by {@link Tag#key}. */
    List<Tag> named(Collection<String> names);

    /**
     * Stores a new tag; its id is ignored.
     *
     * @throws io.cloudlab.core.shared.Conflict with code {@code tag-exists} if the name is taken
     */
    Tag insert(Tag tag);

    /**
     * Replaces name and colour.
     *
     * @throws io.cloudlab.core.shared.Conflict as {@link #insert}
     * @throws io.cloudlab.core.shared.NotFound if there is no such tag
     */
    void update(Tag tag);

    /** Takes the tag from all objects and forgets it and its grants; forgetting it again changes nothing. */
    void delete(int id);
}
