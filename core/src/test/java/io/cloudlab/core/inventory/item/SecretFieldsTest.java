package io.cloudlab.core.inventory.item;

import static io.cloudlab.core.inventory.item.InventoryFixture.change;
import static io.cloudlab.core.inventory.item.InventoryFixture.data;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cloudlab.core.inventory.type.Field;
import io.cloudlab.core.inventory.type.FieldType;
import io.cloudlab.core.inventory.type.SampleTypes;
import io.cloudlab.core.shared.PageRequest;
import io.cloudlab.core.vault.MasterKey;
import io.cloudlab.core.vault.WrongKey;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SecretFieldsTest {
    private static final String SECRET = "correct horse battery";

    private final InventoryFixture lab = new InventoryFixture();
    private final Items items = lab.items();
    private final Item item =
            items.create(lab.root, "server", new NewItem(data("hostname", "a", "password", SECRET), List.of()));

    @AfterEach
    void close() {
        lab.close();
    }

    private Object stored() {
        return lab.lab.stores().items().find(item.id()).orElseThrow().data().get("password");
    }

    @Test
    void secretIsMaskedWhereverTheObjectIsShown() {
        assertThat(item.data()).containsEntry("password", "********");
        assertThat(items.find(lab.root, "server", item.id()).data()).containsEntry("password", "********");
        assertThat(items.change(lab.root, "server", item.id(), change("cores", 1))
                        .data())
                .containsEntry("password", "********");
        assertThat(items.list(lab.root, "server", ItemFilter.ALL, new PageRequest(1, 1))
                        .items()
                        .get(0)
                        .data())
                .containsEntry("password", "********");
    }

    @Test
    void secretIsSealedWhereItIsStored() {
        assertThat(String.valueOf(stored())).doesNotContain(SECRET).contains("$sealed");
        assertThat(items.list(
                                lab.root,
                                "server",
                                new ItemFilter("horse", List.of(), Map.of(), null),
                                new PageRequest(1, 1))
                        .items())
                .isEmpty();
    }

    @Test
    void maskThatIsSentBackLeavesTheSecret() {
        Object before = stored();
        items.change(lab.root, "server", item.id(), change("password", "********", "cores", 2));
        assertThat(stored()).isEqualTo(before);
        items.change(lab.root, "server", item.id(), change("password", "another one"));
        assertThat(stored()).isNotEqualTo(before);
        assertThat(items.change(lab.root, "server", item.id(), change("password", ""))
                        .data())
                .doesNotContainKey("password");
        assertThat(stored()).isNull();
    }

    @Test
    void sealedSecretOpensOnlyInItsOwnObjectAndField() {
        MasterKey key = MasterKey.generate();
        FieldSecrets secrets = new FieldSecrets(key);
        Field field = Field.of("password", FieldType.SECRET);
        Object sealed = secrets.seal(SECRET, 5, field);
        assertThat(secrets.open(holding(5, "password", sealed), field)).isEqualTo(SECRET);
        assertThatThrownBy(() -> secrets.open(holding(6, "password", sealed), field))
                .isInstanceOf(WrongKey.class);
        Field other = Field.of("token", FieldType.SECRET);
        assertThatThrownBy(() -> secrets.open(holding(5, "token", sealed), other))
                .isInstanceOf(WrongKey.class);
    }

    private static Item holding(long id, String field, Object value) {
        return io.cloudlab.core.testing.SampleItems.box(id, "x").withData(Map.of(field, value));
    }

    @Test
    void secretIsNotShownWhenItsFieldBecomesAnotherOne() {
        for (FieldType type : Set.of(FieldType.STRING, FieldType.JSON)) {
            lab.lab
                    .lab()
                    .types()
                    .set(SampleTypes.type(
                            "server",
                            List.of(
                                    Field.of("hostname", FieldType.STRING),
                                    Field.of("password", type).asSearchable())));
            assertThat(items.find(lab.root, "server", item.id()).data()).isEqualTo(Map.of("hostname", "a"));
        }
        lab.lab.lab().types().set(SampleTypes.type("server", List.of(Field.of("hostname", FieldType.STRING))));
        assertThat(items.find(lab.root, "server", item.id()).data()).isEqualTo(Map.of("hostname", "a"));
    }
}
