package io.cloudlab.core.services;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cloudlab.core.access.Caller;
import io.cloudlab.core.access.Denied;
import io.cloudlab.core.access.Permission;
import io.cloudlab.core.services.input.InputType;
import io.cloudlab.core.services.input.OptionsSource;
import io.cloudlab.core.services.input.PatternTurns;
import io.cloudlab.core.services.input.SampleInputs;
import io.cloudlab.core.services.input.Script;
import io.cloudlab.core.services.input.ScriptInput;
import io.cloudlab.core.shared.InvalidInput;
import io.cloudlab.core.shared.NotFound;
import io.cloudlab.core.testing.fake.FakeCatalogue;
import io.cloudlab.core.testing.memory.InMemoryStores;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CatalogueTest {
    private final FakeCatalogue source = new FakeCatalogue();
    private final Catalogue catalogue = new Catalogue(
            source,
            SampleInputs.checks(source, new PatternTurns()),
            new ServiceAccess(new InMemoryStores().acl(), source, Clock.systemUTC()));
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
        source.add("wiki");
        source.deployment(new ActiveDeployment(new ServiceName("wiki"), List.of("wiki01"), Instant.EPOCH));

        assertThat(catalogue.activeDeployments(viewer)).hasSize(1);
        assertThatThrownBy(() -> catalogue.services(other)).isInstanceOf(Denied.class);
        assertThatThrownBy(() -> catalogue.service(other, new ServiceName("wiki")))
                .isInstanceOf(Denied.class);
        assertThatThrownBy(() -> catalogue.activeDeployments(other))
                .isInstanceOf(Denied.class)
                .hasMessage("Permission denied: services.view");
    }

    @Test
    void formHasTheOptionsOfThisMoment() {
        ScriptInput stage = SampleInputs.from("stage", InputType.SELECT, new OptionsSource.OfFiles("inventories/*"));
        ScriptInput from = SampleInputs.input("from", InputType.DEPLOYMENT_SELECT);
        source.add("wiki", new Script("release", "Release", "", "release.sh", List.of(stage, from), false));
        source.files("inventories/*", "prod.yml", "test.yml");
        source.deployment(new ActiveDeployment(new ServiceName("shop"), List.of("shop01"), Instant.EPOCH));

        ScriptForm form = catalogue.form(viewer, new ServiceName("wiki"), "release");

        assertThat(form.script().inputs())
                .extracting(ScriptInput::options)
                .containsExactly(List.of("prod.yml", "test.yml"), List.of("shop"));
        assertThat(form.truncated()).isEmpty();
        assertThat(catalogue.form(viewer, new ServiceName("wiki"), "deploy").script())
                .isEqualTo(Script.DEPLOY);
        assertThatThrownBy(() -> catalogue.form(viewer, new ServiceName("wiki"), "other"))
                .isInstanceOf(NotFound.class);
        assertThatThrownBy(() -> catalogue.form(
                        Caller.user(2, "jake", Set.of(Permission.SERVICES_DEPLOY), null),
                        new ServiceName("wiki"),
                        "release"))
                .isInstanceOf(Denied.class);
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
