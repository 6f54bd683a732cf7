package io.cloudlab.core.testing.contract.items;

import static io.cloudlab.core.testing.SampleItems.BOX;
import static io.cloudlab.core.testing.SampleItems.index;
import static io.cloudlab.core.testing.SampleItems.key;
import static org.assertj.core.api.Assertions.assertThat;

import io.cloudlab.core.access.AccessPolicy;
import io.cloudlab.core.access.AclRule.Effect;
import io.cloudlab.core.access.Caller;
import io.cloudlab.core.access.ObjectRules;
import io.cloudlab.core.access.Permission;
import io.cloudlab.core.inventory.item.FieldKey;
import io.cloudlab.core.inventory.item.Item;
import io.cloudlab.core.inventory.item.ItemQuery;
import io.cloudlab.core.inventory.item.ItemStore;
import io.cloudlab.core.inventory.item.ItemVisibility;
import io.cloudlab.core.inventory.item.Tag;
import io.cloudlab.core.shared.Page;
import io.cloudlab.core.shared.PageRequest;
import io.cloudlab.core.testing.SampleItems;
import io.cloudlab.core.testing.contract.StoresContract;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * Every store shows exactly the objects {@link AccessPolicy} lets a caller see, compared in 10,000 random cases: an object
 * under random rules and tags, seen by a random caller through a random list.
 */
public interface AclFilterContract extends StoresContract {
    /** Of objects; each is seen by {@value #CALLERS} callers. */
    int OBJECTS = 100;

    int CALLERS = 100;
    int ROLES = 8;
    int TAGS = 6;

    @Test
    default void listsShowExactlyWhatThePolicyAllows() {
        Random random = new Random(20_260_301);
        RandomInventory inventory = stores().transactions().call(() -> new RandomInventory(random, this));
        for (int each = 0; each < CALLERS; each++) {
            Caller caller = inventory.caller(random);
            Question question = inventory.question(random);
            List<Item> expected = inventory.items.stream()
                    .filter(item -> question.asksFor(item, inventory.sizes.get(item.id())))
                    .filter(item -> AccessPolicy.decide(
                                    caller, BOX.value(), AccessPolicy.VIEW, inventory.rules.get(item.id()))
                            .allowed())
                    .sorted(question.order(inventory.sizes))
                    .toList();

            Page<Item> all = list(caller, question, 1, 500);
            assertThat(all.items()).as("case %s: %s", each, question).isEqualTo(expected);
            assertThat(all.total()).isEqualTo(expected.size());
            int perPage = 1 + random.nextInt(9);
            int page = 1 + random.nextInt(5);
            Page<Item> part = list(caller, question, page, perPage);
            assertThat(part.items())
                    .as("page %s of case %s: %s", page, each, question)
                    .isEqualTo(expected.stream()
                            .skip((page - 1L) * perPage)
                            .limit(perPage)
                            .toList());
            assertThat(part.total()).isEqualTo(expected.size());
        }
    }

    private Page<Item> list(Caller caller, Question question, int page, int perPage) {
        return stores().items().list(question.query(), ItemVisibility.of(caller, BOX), new PageRequest(page, perPage));
    }

    /** What a list is asked for. */
    record Question(String search, Set<Integer> tags, String size, String sort, boolean descending) {
        boolean asksFor(Item item, String held) {
            return (search == null || item.name().contains(search))
                    && item.tags().stream().map(Tag::id).toList().containsAll(tags)
                    && (size == null || size.equals(held));
        }

        ItemQuery query() {
            Map<String, FieldKey> fields = size == null ? Map.of() : Map.of("size", key(size));
            return new ItemQuery(BOX, search, tags, fields, sort, descending);
        }

        /** The newest first among those that hold the same. */
        Comparator<Item> order(Map<Long, String> sizes) {
            Comparator<Item> oldest = Comparator.comparingLong(Item::id);
            if (sort == null) return descending ? oldest.reversed() : oldest;
            Comparator<Item> held =
                    Comparator.comparing(item -> sort.equals("size") ? sizes.get(item.id()) : item.name());
            return (descending ? held.reversed() : held).thenComparing(oldest.reversed());
        }
    }

    /** Objects with random tags and rules. */
    final class RandomInventory {
        final List<Item> items = new ArrayList<>();
        final Map<Long, String> sizes = new HashMap<>();
        final Map<Long, ObjectRules> rules = new HashMap<>();
        final List<Integer> roles = new ArrayList<>();
        final List<Tag> tags = new ArrayList<>();

        RandomInventory(Random random, StoresContract contract) {
            var stores = contract.stores();
            for (int each = 0; each < ROLES; each++)
                roles.add(stores.roles()
                        .insert("role " + each, "", false, NOON, Set.of())
                        .id());
            for (int each = 0; each < TAGS; each++) {
                tags.add(stores.tags().insert(new Tag(0, "tag " + each, null)));
                for (int role : some(random, roles, 0.2))
                    stores.acl().grant(tags.get(each).id(), role, permission(random));
            }
            ItemStore store = stores.items();
            for (long id : store.nextIds(OBJECTS)) {
                List<Tag> borne = some(random, tags, 0.25);
                Item item = SampleItems.box(id, "box " + id, borne.toArray(Tag[]::new));
                String size = random.nextBoolean() ? "big" : "small";
                store.insert(item, index(item, size));
                items.add(item);
                sizes.put(id, size);
                for (int role : some(random, roles, random.nextDouble() * 0.4))
                    stores.acl().put(id, role, permission(random), random.nextBoolean() ? Effect.ALLOW : Effect.DENY);
            }
            for (Item item : items) rules.put(item.id(), stores.acl().of(item.id()));
        }

        Caller caller(Random random) {
            Set<Permission> held = new HashSet<>();
            if (random.nextInt(20) == 0) held.add(Permission.ALL);
            if (random.nextInt(2) == 0) held.add(Permission.onType("box", "view"));
            if (random.nextInt(4) == 0) held.add(Permission.onType("crate", "view"));
            return Caller.user(1, "mira", held, Set.copyOf(some(random, roles, 0.25)), null);
        }

        Question question(Random random) {
            String search = random.nextInt(3) == 0 ? String.valueOf(random.nextInt(10)) : null;
            Set<Integer> asked = new HashSet<>();
            if (random.nextInt(3) == 0) some(random, tags, 0.2).forEach(tag -> asked.add(tag.id()));
            String size = random.nextInt(3) == 0 ? "big" : null;
            String sort = random.nextBoolean() ? null : random.nextBoolean() ? "size" : "name";
            return new Question(search, asked, size, sort, random.nextBoolean());
        }

        private static String permission(Random random) {
            return random.nextInt(3) == 0 ? "edit" : "view";
        }

        private static <T> List<T> some(Random random, List<T> all, double share) {
            return all.stream().filter(one -> random.nextDouble() < share).toList();
        }
    }
}
