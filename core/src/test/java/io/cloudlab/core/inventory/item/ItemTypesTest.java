package io.cloudlab.core.inventory.item;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cloudlab.core.access.Permission;
import io.cloudlab.core.access.Permissions;
import io.cloudlab.core.access.Role;
import io.cloudlab.core.inventory.type.SampleTypes;
import io.cloudlab.core.shared.NotFound;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ItemTypesTest {
    private static final Permission VIEW = Permission.onType("server", "view");
    private static final Permission RESTART = Permission.onType("server", "restart");

    private final InventoryFixture lab = new InventoryFixture();

    @AfterEach
    void close() {
        lab.close();
    }

    private List<String> dynamic() {
        return lab.lab.stores().roles().permissions().stream()
                .map(stored -> stored.permission().codename())
                .skip(Permissions.STATIC.size())
                .toList();
    }

    private Set<Permission> held(Role role) {
        return lab.lab.stores().roles().find(role.id()).orElseThrow().permissions();
    }

    private Role role() {
        return lab.lab.stores().roles().insert("ops", "", false, lab.lab.clock().instant(), Set.of(VIEW, RESTART));
    }

    @Test
    void permissionsComeWithTheirTypeAndGoWithIt() {
        Role ops = role();
        assertThat(dynamic()).contains("inventory.server.view", "inventory.server.restart");

        lab.lab.lab().types().set(SampleTypes.type("server", List.of()));
        lab.cloudLab().itemTypes().list(lab.root);
        assertThat(dynamic()).contains("inventory.server.view").doesNotContain("inventory.server.restart");
        assertThat(held(ops)).containsExactly(VIEW);

        lab.lab.lab().types().set();
        lab.cloudLab().itemTypes().list(lab.root);
        assertThat(dynamic()).isEmpty();
        assertThat(held(ops)).isEmpty();
    }

    @Test
    void permissionsOfTypesSurviveARestart() {
        Role ops = role();
        lab.lab.restart();
        assertThat(dynamic()).contains("inventory.server.view");
        assertThat(held(ops)).containsExactlyInAnyOrder(VIEW, RESTART);
    }

    @Test
    void brokenFileTakesNothingFromTheRoles() {
        Role ops = role();
        lab.lab.lab().types().broken(List.of("server.yaml, line 3: broken."));
        assertThat(lab.cloudLab().itemTypes().list(lab.root)).isEmpty();
        assertThat(lab.cloudLab().itemTypes().problems()).containsExactly("server.yaml, line 3: broken.");
        lab.lab.restart();

        assertThat(held(ops)).containsExactlyInAnyOrder(VIEW, RESTART);
        assertThat(dynamic()).contains("inventory.server.view");
    }

    @Test
    void objectsOfATypeThatHasVanishedComeBackWithIt() {
        Item item = lab.server("a");
        lab.lab.lab().types().set();
        assertThatThrownBy(() -> lab.items().find(lab.root, "server", item.id()))
                .isInstanceOf(NotFound.class);
        lab.lab.lab().types().set(SampleTypes.SERVER);
        assertThat(lab.items().find(lab.root, "server", item.id())).isEqualTo(item);
    }

    @Test
    void typesThatAreAwayTakeNothingFromTheRoles() {
        Role ops = role();
        lab.lab.lab().types().away();
        assertThat(lab.cloudLab().itemTypes().list(lab.root)).isEmpty();
        assertThat(lab.cloudLab().itemTypes().problems()).isEmpty();
        lab.lab.restart();

        assertThat(held(ops)).containsExactlyInAnyOrder(VIEW, RESTART);
    }

    @Test
    void unknownTypeIsNotFound() {
        assertThat(lab.cloudLab().itemTypes().find(lab.root, "server")).isEqualTo(SampleTypes.SERVER);
        assertThatThrownBy(() -> lab.cloudLab().itemTypes().find(lab.root, "nothing"))
                .isInstanceOf(NotFound.class);
    }
}
