package io.cloudlab.persistence.items;

import static io.cloudlab.core.testing.SampleItems.BOX;
import static io.cloudlab.core.testing.SampleItems.box;
import static io.cloudlab.core.testing.SampleItems.index;
import static org.assertj.core.api.Assertions.assertThat;

import io.cloudlab.core.access.AclRule.Effect;
import io.cloudlab.core.inventory.item.Item;
import io.cloudlab.core.inventory.item.ItemQuery;
import io.cloudlab.core.inventory.item.ItemStore;
import io.cloudlab.core.inventory.item.ItemVisibility;
import io.cloudlab.core.shared.PageRequest;
import io.cloudlab.core.testing.contract.items.AclFilterContract;
import io.cloudlab.core.testing.contract.items.ItemListContract;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What is else done only where there are thousands of objects leads to the same lists. */
interface LargeListsContract extends AclFilterContract, ItemListContract {
    /** Any number of objects is taken for many. */
    ItemSelection.Limits NONE = new ItemSelection.Limits(0, 0);

    @Test
    default void farPagesAreTheSameAcrossBlocksOfIds() {
        ItemStore items = stores().items();
        int role = stores().roles().insert("a", "", false, NOON, Set.of()).id();
        long next = items.nextIds(1).get(0);
        items.nextIds((int) (ItemCounts.BLOCK - next % ItemCounts.BLOCK - 6));
        List<Item> all = new ArrayList<>();
        for (long id : items.nextIds(12)) {
            all.add(0, box(id, "box " + id));
            items.insert(all.get(0), index(all.get(0)));
        }
        assertThat(all.get(0).id() / ItemCounts.BLOCK).isGreaterThan(all.get(11).id() / ItemCounts.BLOCK);
        stores().acl().put(all.get(2).id(), role, "view", Effect.DENY);
        stores().acl().put(all.get(9).id(), role, "view", Effect.DENY);
        List<Item> visible = new ArrayList<>(all);
        visible.remove(9);
        visible.remove(2);

        for (int page = 1; page <= 7; page++) {
            assertThat(page(page, ItemVisibility.SYSTEM)).isEqualTo(part(all, page));
            assertThat(page(page, new ItemVisibility(false, true, Set.of(role))))
                    .isEqualTo(part(visible, page));
        }
        items.delete(all.get(1).id());
        all.remove(1);
        assertThat(page(5, ItemVisibility.SYSTEM)).isEqualTo(part(all, 5));
        assertThat(items.list(ItemQuery.all(BOX), ItemVisibility.SYSTEM, new PageRequest(9, 2))
                        .total())
                .isEqualTo(11);
    }

    private List<Item> page(int page, ItemVisibility viewer) {
        return stores().items()
                .list(ItemQuery.all(BOX), viewer, new PageRequest(page, 2))
                .items();
    }

    private static List<Item> part(List<Item> all, int page) {
        return all.stream().skip((page - 1) * 2L).limit(2).toList();
    }
}
