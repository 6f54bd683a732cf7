package io.cloudlab.core.instances;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AnsibleInventoryTest {
    private static final AnsibleInventory INVENTORY = new AnsibleInventory(Map.of(
            "all",
            Map.of(
                    "vars",
                    Map.of("x", 1),
                    "hosts",
                    Map.of("a", Map.of("region", "mel"), "b", Map.of("region", "ewr")),
                    "children",
                    Map.of(
                            "tag_one", Map.of("hosts", Map.of("a", Map.of("extra", true))),
                            "tag_both", Map.of("hosts", Map.of("a", Map.of(), "b", Map.of())),
                            "outer", Map.of("children", Map.of("inner", Map.of("hosts", Map.of("a", Map.of())))),
                            "empty", Map.of()))));

    @Test
    void hostsOfAllGroupsAreOneWithTheirVariables() {
        assertThat(INVENTORY.hosts())
                .isEqualTo(Map.of("a", Map.of("region", "mel", "extra", true), "b", Map.of("region", "ewr")));
        assertThat(AnsibleInventory.EMPTY.hosts()).isEmpty();
    }

    @Test
    void hostLeavesEveryGroupAndTakesThoseWithItThatHadNoOther() {
        AnsibleInventory left = INVENTORY.without((name, variables) -> "mel".equals(variables.get("region")));

        assertThat(left.groups())
                .isEqualTo(Map.of(
                        "all",
                        Map.of(
                                "vars",
                                Map.of("x", 1),
                                "hosts",
                                Map.of("b", Map.of("region", "ewr")),
                                "children",
                                Map.of("tag_both", Map.of("hosts", Map.of("b", Map.of())), "empty", Map.of()))));
        assertThat(INVENTORY.hosts()).containsKey("a");
    }

    @Test
    void lastHostLeavesAnEmptyGroupOfAll() {
        AnsibleInventory left = INVENTORY.without((name, variables) -> true);

        assertThat(left.hosts()).isEmpty();
        assertThat(left.groups()).containsOnlyKeys("all");
    }

    @Test
    void nothingChangesWhereNobodyLeaves() {
        assertThat(INVENTORY.without((name, variables) -> false)).isSameAs(INVENTORY);
    }

    @Test
    void oddShapesAreKeptAndPassedOver() {
        Map<String, Object> odd = new HashMap<>();
        odd.put("all", null);
        odd.put("text", "x");
        odd.put("list", Arrays.asList(1, null));
        Map<String, Object> hosts = new HashMap<>();
        hosts.put("bare", null);
        odd.put("group", Map.of("hosts", hosts, "children", List.of()));
        AnsibleInventory inventory = new AnsibleInventory(odd);

        assertThat(inventory.hosts()).isEqualTo(Map.of("bare", Map.of()));
        assertThat(inventory.without((name, variables) -> true).groups())
                .containsEntry("all", null)
                .containsEntry("text", "x")
                .containsEntry("group", Map.of("hosts", Map.of(), "children", List.of()));
    }
}
