package io.cloudlab.core.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cloudlab.core.shared.InvalidInput;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CallerTest {
    @Test
    void callerHasExactlyTheGivenPermissions() {
        Caller mira = Caller.user(1, "mira", Set.of(Permission.JOBS_CANCEL), null);

        assertThat(mira.may(Permission.JOBS_CANCEL)).isTrue();
        assertThat(mira.may(Permission.JOBS_VIEW_ALL)).isFalse();
        mira.require(Permission.JOBS_CANCEL);
        mira.requireAny(Permission.JOBS_VIEW_ALL, Permission.JOBS_CANCEL);
        assertThatThrownBy(() -> mira.require(Permission.SERVICES_VIEW))
                .isInstanceOf(Denied.class)
                .hasMessage("Permission denied: services.view");
        assertThatThrownBy(() -> mira.requireAny(Permission.JOBS_VIEW_OWN, Permission.JOBS_VIEW_ALL))
                .hasMessage("Permission denied: jobs.view_own");
    }

    @Test
    void anonymousHasNoPermissionAndSystemHasAll() {
        for (PermissionInfo info : Permissions.STATIC) {
            assertThat(Caller.anonymous(null).may(info.permission())).isFalse();
            assertThat(Caller.system("test").may(info.permission())).isTrue();
        }
    }

    @Test
    void permissionsGivenLaterDoNotCount() {
        Set<Permission> held = new HashSet<>();
        Caller caller = Caller.user(1, "mira", held, null);

        held.add(Permission.ALL);
        caller.permissions().add(Permission.ALL);

        assertThat(caller.may(Permission.JOBS_CANCEL)).isFalse();
    }

    @Test
    void everyPermissionIsListedOnceInTheContractsOrder() {
        assertThat(Permissions.STATIC)
                .extracting(info -> info.permission().codename())
                .doesNotHaveDuplicates()
                .hasSize(34)
                .startsWith("instances.view", "instances.stop", "instances.ssh", "instances.refresh", "services.view")
                .endsWith("inventory.tags.manage", "inventory.acl.manage", "terminals.view_all", "hostkeys.manage");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "services", "Services.view", "services.", ".view", "**", "services view", "a.b\n"})
    void malformedCodenameIsRefused(String codename) {
        assertThatThrownBy(() -> new Permission(codename)).isInstanceOf(InvalidInput.class);
    }
}
