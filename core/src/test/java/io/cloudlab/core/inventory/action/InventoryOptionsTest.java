package io.cloudlab.core.inventory.action;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cloudlab.core.access.AclRule;
import io.cloudlab.core.access.Caller;
import io.cloudlab.core.access.Permission;
import io.cloudlab.core.inventory.item.AccessRules;
import io.cloudlab.core.inventory.item.InventoryFixture;
import io.cloudlab.core.inventory.item.Item;
import io.cloudlab.core.inventory.item.NewItem;
import io.cloudlab.core.inventory.type.Field;
import io.cloudlab.core.inventory.type.FieldType;
import io.cloudlab.core.inventory.type.SampleTypes;
import io.cloudlab.core.jobs.LaunchJob;
import io.cloudlab.core.services.ServiceName;
import io.cloudlab.core.services.input.InputType;
import io.cloudlab.core.services.input.OptionsSource;
import io.cloudlab.core.services.input.SampleInputs;
import io.cloudlab.core.services.input.Script;
import io.cloudlab.core.services.input.ScriptInput;
import io.cloudlab.core.shared.Refused;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Objects as options of inputs: in forms, and when a run is asked for. */
class InventoryOptionsTest {
    private static final ServiceName SHOP = new ServiceName("shop");

    private final InventoryFixture lab = new InventoryFixture(SampleTypes.type(
            "server",
            List.of(
                    Field.of("name", FieldType.STRING),
                    Field.of("hostname", FieldType.STRING),
                    Field.of("power", FieldType.STRING),
                    Field.of("notes", FieldType.TEXT),
                    Field.of("password", FieldType.SECRET))));

    @AfterEach
    void close() {
        lab.close();
    }

    private Item server(String name, String hostname, String power) {
        Map<String, Object> data = InventoryFixture.data("name", name, "hostname", hostname, "power", power);
        return lab.items().create(lab.root, "server", new NewItem(data, List.of()));
    }

    private void offer(InputType type, String value, Map<String, String> filter) {
        ScriptInput input = SampleInputs.from("on", type, new OptionsSource.OfType("server", value, filter));
        lab.lab.lab().catalogue().add("shop", new Script("go", "Go", "", "go.sh", List.of(input), true));
    }

    private ScriptInput form(Caller caller) {
        return lab.cloudLab()
                .catalogue()
                .form(caller, SHOP, "go")
                .script()
                .inputs()
                .get(0);
    }

    private void run(Caller caller, Object value) {
        lab.cloudLab().jobs().launch(caller, new LaunchJob(SHOP, Optional.of("go"), Map.of("on", value)));
    }

    @Test
    void valuesOfAFieldAreOfferedUnderTheNamesOfTheirObjects() {
        server("Web 1", "web1", "running");
        server("Web 2", "web2", "stopped");
        server("Again", "web1", "running");
        server("Nameless", "", "running");
        offer(InputType.MULTISELECT, "hostname", Map.of("power", "running"));

        assertThat(form(lab.root).options()).containsExactly("web1");
        assertThat(form(lab.root).optionLabels()).isEqualTo(Map.of("web1", "Web 1"));
        run(lab.root, List.of("web1"));
        assertThatThrownBy(() -> run(lab.root, List.of("web1", "web2")))
                .isInstanceOf(Refused.class)
                .hasMessage("Input 'on' must be one of: web1.");
    }

    @Test
    void objectThatTheCallerMayNotSeeIsNeitherOfferedNorTaken() {
        Item open = server("Open", "open", "running");
        Item hidden = server("Hidden", "hidden", "running");
        offer(InputType.OBJECT, "id", Map.of());
        Caller mira = lab.lab.caller("mira", Permission.SERVICES_VIEW, Permission.SERVICES_DEPLOY);
        assertThat(form(mira).options()).isEmpty();
        assertThatThrownBy(() -> run(mira, open.id())).hasMessage("Input 'on' has no options to choose from.");
        AccessRules.Wanted rule = new AccessRules.Wanted(lab.roleOf(mira), "view", AclRule.Effect.ALLOW);
        lab.cloudLab().accessRules().put(lab.root, "server", open.id(), rule);

        assertThat(form(mira).options()).containsExactly(Long.toString(open.id()));
        assertThat(form(mira).optionLabels()).isEqualTo(Map.of(Long.toString(open.id()), "Open"));
        run(mira, open.id());
        assertThatThrownBy(() -> run(mira, hidden.id())).hasMessage("Input 'on' must be one of: " + open.id() + ".");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            password | power  | Field 'password' cannot be offered.
            address  | power  | Type 'server' has no field 'address'.
            hostname | colour | names no field of this type
            hostname | notes  | cannot be filtered
            """)
    void whatCannotBeOfferedIsSaid(String value, String filter, String reason) {
        server("Web 1", "web1", "running");
        offer(InputType.SELECT, value, Map.of(filter, "x"));

        assertThatThrownBy(() -> form(lab.root))
                .isInstanceOf(Refused.class)
                .hasMessageStartingWith("The options of input 'on' are not known: ")
                .hasMessageContaining(reason);
    }

    @Test
    void allPagesAreRead() {
        for (int each = 0; each < 1_100; each++) server("s" + each, "host" + each, each % 2 == 0 ? "running" : "off");
        offer(InputType.SELECT, "hostname", Map.of("power", "running"));
        assertThat(form(lab.root).options()).hasSize(550).contains("host0", "host1098");
        offer(InputType.SELECT, "hostname", Map.of());
        assertThat(form(lab.root).options()).hasSize(1_100);
    }
}
