package io.cloudlab.core.services;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cloudlab.core.access.Caller;
import io.cloudlab.core.access.Denied;
import io.cloudlab.core.access.Permission;
import io.cloudlab.core.shared.NotFound;
import io.cloudlab.core.testing.fake.FakeCatalogue;
import io.cloudlab.core.testing.memory.InMemoryStores;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ServiceOutputsTest {
    private static final ServiceName WIKI = new ServiceName("wiki");
    private static final ServiceOutput WEB =
            new ServiceOutput("web", ServiceOutput.Type.URL, "Web", "https://203.0.113.7", null, null);
    private static final ServiceOutput ADMIN =
            new ServiceOutput("admin", ServiceOutput.Type.CREDENTIAL, "Admin", "s3cr3t", "root", "password");
    private static final ServiceOutput KEY =
            new ServiceOutput("key", ServiceOutput.Type.TEXT, "Key", "-----BEGIN PRIVATE KEY-----\ns3cr3t", null, null);

    private final FakeCatalogue source = new FakeCatalogue();
    private final ServiceOutputs outputs = new ServiceOutputs(
            source,
            (caller, service) -> name -> caller.may(new Permission("inventory.credential.view")),
            new ServiceAccess(new InMemoryStores().acl(), source, Clock.systemUTC()));
    private final Caller viewer = Caller.user(1, "mira", Set.of(Permission.SERVICES_VIEW), null);

    ServiceOutputsTest() {
        source.add("quiet");
        source.add("wiki");
        source.outputs(
                new PublishedOutputs(WIKI, List.of(WEB, ADMIN, KEY), Instant.EPOCH, List.of("Something is wrong.")));
    }

    @Test
    void secretsAreMaskedForThoseWhoMayNotSeeCredentials() {
        PublishedOutputs shown = outputs.of(viewer, WIKI);

        assertThat(shown.outputs().get(0)).isEqualTo(WEB);
        assertThat(shown.outputs().get(1))
                .isEqualTo(new ServiceOutput(
                        "admin", ServiceOutput.Type.CREDENTIAL, "Admin", "********", "root", "password", true));
        assertThat(shown.outputs().get(2).value()).isEqualTo("********");
        assertThat(shown.warnings()).containsExactly("Something is wrong.");
        assertThat(outputs.list(viewer)).containsExactly(shown);
    }

    @Test
    void credentialsAreShownToThoseWhoMaySeeThem() {
        Caller keeper = Caller.user(
                2, "jake", Set.of(Permission.SERVICES_VIEW, new Permission("inventory.credential.view")), null);

        assertThat(outputs.of(keeper, WIKI).outputs()).containsExactly(WEB, ADMIN, KEY);
        assertThat(outputs.of(Caller.system("test"), WIKI).outputs()).containsExactly(WEB, ADMIN, KEY);
    }

    @Test
    void serviceThatHasPublishedNothingIsNotListed() {
        assertThat(outputs.list(viewer)).extracting(PublishedOutputs::service).containsExactly(WIKI);
        assertThat(outputs.of(viewer, new ServiceName("quiet")))
                .isEqualTo(PublishedOutputs.none(new ServiceName("quiet")));
        assertThatThrownBy(() -> outputs.of(viewer, new ServiceName("unknown"))).isInstanceOf(NotFound.class);
    }

    @Test
    void nothingIsShownWithoutPermissionAndNoSecretInText() {
        Caller other = Caller.user(3, "eve", Set.of(new Permission("inventory.credential.view")), null);

        assertThatThrownBy(() -> outputs.list(other)).isInstanceOf(Denied.class);
        assertThatThrownBy(() -> outputs.of(other, WIKI)).isInstanceOf(Denied.class);
        assertThat(ADMIN.toString()).doesNotContain("s3cr3t");
    }
}
