package io.cloudlab.core.testing.contract.items;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cloudlab.core.access.AclRule;
import io.cloudlab.core.access.AclRule.Effect;
import io.cloudlab.core.access.AclStore;
import io.cloudlab.core.shared.NotFound;
import io.cloudlab.core.testing.Race;
import io.cloudlab.core.testing.contract.StoresContract;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What every {@link AclStore} does with the rules of services. */
public interface ServiceRuleContract extends StoresContract {
    private AclStore acl() {
        return stores().acl();
    }

    private int role(String name) {
        return stores().roles().insert(name, "", false, NOON, Set.of()).id();
    }

    @Test
    default void rulesOfServicesAreToldByTheirNames() {
        int role = role("a");
        AclRule view = acl().putForService("shop", role, "view", Effect.ALLOW);
        AclRule run = acl().putForService("shop", role, "run:status", Effect.DENY);
        AclRule wiki = acl().putForService("wiki", role, "view", Effect.DENY);

        assertThat(view).isEqualTo(new AclRule(view.id(), AclRule.OF_SERVICE, role, "view", Effect.ALLOW));
        assertThat(acl().ofServices()).isEqualTo(Map.of("shop", List.of(view, run), "wiki", List.of(wiki)));
    }

    @Test
    default void serviceHasOneRuleForARoleAndAPermission() {
        int role = role("a");
        AclRule first = acl().putForService("shop", role, "view", Effect.ALLOW);
        AclRule second = acl().putForService("shop", role, "view", Effect.DENY);
        assertThat(second.id()).isEqualTo(first.id());
        assertThat(acl().ofServices().get("shop")).containsExactly(second);
        Race.of(8, each -> acl().putForService("shop", role, "run", each % 2 == 0 ? Effect.ALLOW : Effect.DENY));
        assertThat(acl().ofServices().get("shop")).hasSize(2);
    }

    @Test
    default void removedRuleOfAServiceIsGone() {
        int role = role("a");
        AclRule rule = acl().putForService("shop", role, "view", Effect.ALLOW);
        assertThat(acl().removeForService("wiki", rule.id())).isFalse();
        assertThat(acl().removeForService("shop", rule.id())).isTrue();
        assertThat(acl().removeForService("shop", rule.id())).isFalse();
        assertThat(acl().ofServices()).isEmpty();
    }

    @Test
    default void ruleOfAServiceNeedsItsRoleAndGoesWithIt() {
        int role = role("a");
        acl().putForService("shop", role, "view", Effect.ALLOW);
        assertThatThrownBy(() -> acl().putForService("shop", role + 99, "view", Effect.ALLOW))
                .isInstanceOfSatisfying(
                        NotFound.class, e -> assertThat(e.code()).isEqualTo("unknown-role"));
        stores().roles().delete(role);
        assertThat(acl().ofServices()).isEmpty();
    }

    @Test
    default void roleWithARuleOfAServiceIsRuled() {
        int allowed = role("a");
        int denied = role("b");
        acl().putForService("shop", allowed, "view", Effect.ALLOW);
        acl().putForService("shop", denied, "view", Effect.DENY);
        assertThat(acl().ruled(Effect.ALLOW, Set.of(allowed, denied))).containsExactly(allowed);
        assertThat(acl().ruled(Effect.DENY, Set.of(allowed, denied))).containsExactly(denied);
    }
}
