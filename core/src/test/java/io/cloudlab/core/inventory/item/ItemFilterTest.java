package io.cloudlab.core.inventory.item;

import static io.cloudlab.core.inventory.item.InventoryFixture.data;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cloudlab.core.access.Caller;
import io.cloudlab.core.shared.InvalidInput;
import io.cloudlab.core.shared.PageRequest;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ItemFilterTest {
    private final InventoryFixture lab = new InventoryFixture();

    @AfterEach
    void close() {
        lab.close();
    }

    private void create(Object... namesAndValues) {
        lab.items().create(lab.root, "server", new NewItem(data(namesAndValues), List.of()));
    }

    private List<String> names(Caller caller, ItemFilter filter) {
        return lab.items().list(caller, "server", filter, new PageRequest(1, 100)).items().stream()
                .map(Item::name)
                .toList();
    }

    @Test
    void listIsFilteredSearchedAndSorted() {
        Tag prod = lab.tag("prod");
        create("hostname", "Web-1", "cores", 8, "on", true, "since", "2026-03-01T12:00:00Z");
        create("hostname", "web-2", "cores", 16, "size", "big", "notes", "100% of it_");
        lab.server("db-1", prod.id());

        assertThat(names(lab.root, new ItemFilter("WEB", List.of(), Map.of(), null)))
                .containsExactly("web-2", "Web-1");
        assertThat(names(lab.root, new ItemFilter("0% of it_", List.of(), Map.of(), null)))
                .containsExactly("web-2");
        assertThat(names(lab.root, new ItemFilter("", List.of("PROD"), Map.of(), null)))
                .containsExactly("db-1");
        assertThat(names(lab.root, new ItemFilter(null, List.of("prod", "none"), Map.of(), null)))
                .isEmpty();
        assertThat(names(lab.root, filter("size", "big"))).containsExactly("web-2");
        assertThat(names(lab.root, filter("cores", "08"))).containsExactly("Web-1");
        assertThat(names(lab.root, filter("on", "true"))).containsExactly("Web-1");
        assertThat(names(lab.root, filter("since", "2026-03-01T13:00:00+01:00")))
                .containsExactly("Web-1");
        assertThat(names(lab.root, filter("size", "huge"))).isEmpty();
        assertThat(names(lab.root, new ItemFilter(null, List.of(), Map.of(), "cores")))
                .containsExactly("Web-1", "web-2", "db-1");
        assertThat(names(lab.root, new ItemFilter(null, List.of(), Map.of(), "-hostname")))
                .containsExactly("web-2", "Web-1", "db-1");
        assertThat(names(lab.root, new ItemFilter(null, List.of(), Map.of(), "created_at")))
                .containsExactly("Web-1", "web-2", "db-1");
    }

    private static ItemFilter filter(String field, String value) {
        return new ItemFilter(null, List.of(), Map.of(field, value), null);
    }

    @Test
    void filtersThatCannotBeAreRefused() {
        for (ItemFilter wrong : List.of(
                filter("cores", "many"),
                filter("on", "yes"),
                filter("password", "x"),
                filter("notes", "x"),
                filter("nothing", "x"),
                new ItemFilter(null, List.of(), Map.of(), "labels"),
                new ItemFilter(null, List.of(), Map.of(), "id; drop table")))
            assertThatThrownBy(() -> names(lab.root, wrong)).isInstanceOf(InvalidInput.class);
    }
}
