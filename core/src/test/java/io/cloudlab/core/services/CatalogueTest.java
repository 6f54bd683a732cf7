package io.cloudlab.core.services;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cloudlab.core.access.Caller;
import io.cloudlab.core.access.Denied;
import io.cloudlab.core.access.Permission;
import io.cloudlab.core.shared.InvalidInput;
import io.cloudlab.core.shared.NotFound;
import io.cloudlab.core.testing.fake.FakeCatalogue;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CatalogueTest {
    private final FakeCatalogue source = new FakeCatalogue();
    private final Catalogue catalogue = new Catalogue(source);
    private final Caller viewer = Caller.user(1, "mira", Set.of(Permission.SERVICES_VIEW), null);

    @Test
    void servicesAreListedByName() {
        source.add("wiki");
        source.add("hello");

        assertThat(catalogue.services(viewer))
                .extracting(service -> service.name().value())
                .containsExactly("hello", "wiki");
    }

    @Test
    void serviceIsShownWithItsInstanceFile() {
        source.add("wiki");
        source.instance("wiki", new InstanceFile(Map.of("plan", "vc2-1c-1gb"), null));

        assertThat(catalogue.service(viewer, new ServiceName("wiki")).instance().content())
                .isEqualTo(Map.of("plan", "vc2-1c-1gb"));
        assertThatThrownBy(() -> catalogue.service(viewer, new ServiceName("nope")))
                .isInstanceOf(NotFound.class);
    }

    @Test
    void nothingIsShownWithoutPermission() {
        Caller other = Caller.user(2, "jake", Set.of(Permission.SERVICES_DEPLOY), null);
        source.deployment(new ActiveDeployment(new ServiceName("wiki"), List.of("wiki01"), Instant.EPOCH));

        assertThat(catalogue.activeDeployments(viewer)).hasSize(1);
        assertThatThrownBy(() -> catalogue.services(other)).isInstanceOf(Denied.class);
        assertThatThrownBy(() -> catalogue.service(other, new ServiceName("wiki")))
                .isInstanceOf(Denied.class);
        assertThatThrownBy(() -> catalogue.activeDeployments(other))
                .isInstanceOf(Denied.class)
                .hasMessage("Permission denied: services.view");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "..", "../x", "a/b", "-rf", ".hidden", "a b", "a\0", "a\n", "ä"})
    void nameThatCouldLeaveTheLabIsNone(String name) {
        assertThatThrownBy(() -> new ServiceName(name)).isInstanceOf(InvalidInput.class);
    }

    @Test
    void nameHasAtMost100Characters() {
        assertThat(new ServiceName("a".repeat(100)).value()).hasSize(100);
        assertThatThrownBy(() -> new ServiceName("a".repeat(101))).isInstanceOf(InvalidInput.class);
    }
}
