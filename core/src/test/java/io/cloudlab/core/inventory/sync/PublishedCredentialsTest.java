package io.cloudlab.core.inventory.sync;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudlab.core.CloudLab;
import io.cloudlab.core.access.AclRule;
import io.cloudlab.core.access.Caller;
import io.cloudlab.core.access.Permission;
import io.cloudlab.core.inventory.item.AccessRules;
import io.cloudlab.core.inventory.item.Item;
import io.cloudlab.core.inventory.item.ItemFilter;
import io.cloudlab.core.inventory.type.Field;
import io.cloudlab.core.inventory.type.FieldType;
import io.cloudlab.core.inventory.type.ItemType;
import io.cloudlab.core.inventory.type.TypeSlug;
import io.cloudlab.core.services.PublishedOutputs;
import io.cloudlab.core.services.ServiceName;
import io.cloudlab.core.services.ServiceOutput;
import io.cloudlab.core.shared.PageRequest;
import io.cloudlab.core.testing.TestCloudLab;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The rules of a credential's object decide who sees it in the outputs of its service too. */
class PublishedCredentialsTest {
    private static final ServiceName WIKI = new ServiceName("wiki");
    private static final Permission SEE_CREDENTIALS = Permission.onType("credential", "view");

    private final TestCloudLab lab = new TestCloudLab(builder -> builder.withoutJobs());
    private final Caller root = Caller.system("test");

    @BeforeEach
    void publish() {
        lab.lab()
                .types()
                .set(new ItemType(
                        new TypeSlug("credential"),
                        "Credential",
                        null,
                        "",
                        List.of(
                                Field.of("name", FieldType.STRING).asRequired(),
                                Field.of("username", FieldType.STRING),
                                Field.of("value", FieldType.SECRET)),
                        List.of(),
                        null));
        cloudLab().itemTypes().list(root);
        lab.lab().catalogue().add("wiki");
        lab.lab()
                .catalogue()
                .outputs(new PublishedOutputs(
                        WIKI, List.of(credential("admin"), credential("guest")), Instant.EPOCH, List.of()));
        cloudLab().inventorySync().runDue();
    }

    @AfterEach
    void close() {
        lab.close();
    }

    @Test
    void credentialWhoseObjectIsDeniedIsMasked() {
        Caller caller = lab.caller("mira", Permission.SERVICES_VIEW, SEE_CREDENTIALS);
        assertThat(shown(caller)).containsEntry("admin", "secret-admin").containsEntry("guest", "secret-guest");

        rule(caller, "admin", AclRule.Effect.DENY);

        assertThat(shown(caller)).containsEntry("admin", ServiceOutput.MASK).containsEntry("guest", "secret-guest");
        assertThat(lab.cloudLab()
                        .serviceOutputs()
                        .list(caller)
                        .get(0)
                        .outputs()
                        .get(0)
                        .value())
                .isEqualTo(ServiceOutput.MASK);
    }

    @Test
    void credentialWhoseObjectIsAllowedIsShownWithoutThePermissionForAll() {
        Caller caller = lab.caller("jake", Permission.SERVICES_VIEW);
        assertThat(shown(caller)).containsEntry("admin", ServiceOutput.MASK);

        rule(caller, "guest", AclRule.Effect.ALLOW);

        assertThat(shown(caller)).containsEntry("admin", ServiceOutput.MASK).containsEntry("guest", "secret-guest");
    }

    private void rule(Caller caller, String name, AclRule.Effect effect) {
        Item item = cloudLab().items().list(root, "credential", ItemFilter.ALL, new PageRequest(1, 10)).items().stream()
                .filter(each -> each.data().get("name").equals(name))
                .findFirst()
                .orElseThrow();
        int role = caller.roles().iterator().next();
        cloudLab().accessRules().put(root, "credential", item.id(), new AccessRules.Wanted(role, "view", effect));
        lab.clock().advance(Duration.ofSeconds(2));
    }

    private Map<String, String> shown(Caller caller) {
        return lab.cloudLab().serviceOutputs().of(caller, WIKI).outputs().stream()
                .collect(Collectors.toMap(ServiceOutput::name, output -> String.valueOf(output.value())));
    }

    private CloudLab cloudLab() {
        return lab.cloudLab();
    }

    private static ServiceOutput credential(String name) {
        return new ServiceOutput(name, ServiceOutput.Type.CREDENTIAL, name, "secret-" + name, name, "login");
    }
}
