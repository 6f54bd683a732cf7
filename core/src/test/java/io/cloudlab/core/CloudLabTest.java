package io.cloudlab.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cloudlab.core.access.Caller;
import io.cloudlab.core.access.Permission;
import io.cloudlab.core.access.Permissions;
import io.cloudlab.core.access.Role;
import io.cloudlab.core.access.StoredPermission;
import io.cloudlab.core.jobs.LaunchJob;
import io.cloudlab.core.jobs.job.JobOutcome;
import io.cloudlab.core.jobs.job.JobRunner;
import io.cloudlab.core.jobs.job.JobStatus;
import io.cloudlab.core.services.input.Script;
import io.cloudlab.core.shared.Unavailable;
import io.cloudlab.core.testing.TestCloudLab;
import io.cloudlab.core.testing.UnreliableStores;
import io.cloudlab.core.vault.MasterKey;
import io.cloudlab.core.vault.WrongKey;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CloudLabTest {
    private final AtomicReference<UnreliableStores> stores = new AtomicReference<>();
    private final TestCloudLab lab = new TestCloudLab(builder -> builder, real -> {
        stores.set(new UnreliableStores(real));
        return stores.get();
    });

    @AfterEach
    void close() {
        lab.close();
    }

    @Test
    void permissionsAndTheSuperAdminRoleAreSeeded() {
        assertThat(lab.stores().roles().permissions())
                .extracting(StoredPermission::info)
                .isEqualTo(Permissions.STATIC);
        assertThat(lab.stores().roles().findByName(Role.SUPER_ADMIN)).hasValueSatisfying(role -> {
            assertThat(role.system()).isTrue();
            assertThat(role.permissions()).containsExactly(Permission.ALL);
            assertThat(role.createdAt()).isEqualTo(lab.clock().instant());
        });
    }

    @Test
    void seedingAgainChangesNothing() {
        Role before = lab.stores().roles().findByName(Role.SUPER_ADMIN).orElseThrow();
        lab.clock().advance(Duration.ofDays(1));

        lab.restart();

        assertThat(lab.stores().roles().permissions())
                .extracting(StoredPermission::info)
                .isEqualTo(Permissions.STATIC);
        assertThat(lab.stores().roles().findByName(Role.SUPER_ADMIN)).contains(before);
    }

    @Test
    void anotherMasterKeyIsRefusedAtTheStart() {
        assertThatThrownBy(() -> lab.builder().masterKey(MasterKey.generate()).build())
                .isInstanceOf(WrongKey.class);
    }

    @Test
    void buildNamesTheMissingPart() {
        assertThatThrownBy(() -> CloudLab.builder().build())
                .isInstanceOf(NullPointerException.class)
                .hasMessage("stores");
    }

    @Test
    void embeddingProgramRunsAJobAndWaitsForIt() throws InterruptedException {
        lab.lab().catalogue().add("web", Script.DEPLOY, new Script("resize", "", "", "resize.sh", List.of(), false));
        lab.lab().runner().onStart(launch -> lab.lab().runner().finish(launch.id(), 0));

        Caller ci = lab.cloudLab().system("nightly-build");
        JobOutcome outcome = lab.cloudLab()
                .jobs()
                .await(
                        ci,
                        lab.cloudLab()
                                .jobs()
                                .launch(ci, LaunchJob.of("web", "resize").with("size", "small"))
                                .id(),
                        Duration.ofSeconds(40));

        assertThat(outcome.status()).isEqualTo(JobStatus.COMPLETED);
        assertThat(lab.audit()).last().satisfies(entry -> {
            assertThat(entry.username()).isEqualTo("nightly-build");
            assertThat(entry.userId()).isNull();
        });
    }

    @Test
    void healthReportsFailedChecks() {
        assertThat(states())
                .containsExactly(
                        "database OK", "server OK", "lab OK", "disk OK", "inventory-types OK", "containment OK");

        stores.get().down(true);
        lab.lab().broken(new Unavailable("lab", "The lab directory cannot be read."));
        lab.lab().log().full(true);
        lab.lab().runner().containment(new JobRunner.Containment("process groups", true, false));

        assertThat(states())
                .containsExactly(
                        "database FAILED",
                        "server FAILED",
                        "lab FAILED",
                        "disk FAILED",
                        "inventory-types OK",
                        "containment WARNING");
        assertThat(lab.cloudLab().health().checks())
                .extracting(Health.Check::detail)
                .contains("The database does not answer.", "The lab directory cannot be read.");
    }

    private List<String> states() {
        return lab.cloudLab().health().checks().stream()
                .map(check -> check.name() + " " + check.state())
                .toList();
    }
}
