package io.cloudlab.core.instances;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cloudlab.core.access.Caller;
import io.cloudlab.core.access.Permission;
import io.cloudlab.core.audit.AuditEntry;
import io.cloudlab.core.jobs.job.Concurrency;
import io.cloudlab.core.jobs.job.Job;
import io.cloudlab.core.jobs.job.JobRunner;
import io.cloudlab.core.services.ServiceName;
import io.cloudlab.core.shared.Refused;
import io.cloudlab.core.testing.fake.FakeInventory;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StoppedInstancesTest extends InstancesFixture {
    @Test
    void stoppedInstanceLeavesTheCacheAndItsGroups() throws InterruptedException {
        refreshed("web", "wiki");
        Caller mira = lab.caller("mira", Permission.INSTANCES_STOP);
        Job job = instances().stop(mira, new InstanceAddress("web", "mel"));

        assertThat(job.request().service()).isEqualTo("web");
        assertThat(job.request().action()).isEqualTo("destroy_instance");
        assertThat(job.request().inputs()).isEqualTo(Map.of("label", "web", "region", "mel"));
        assertThat(job.plan().lane()).isEqualTo(Concurrency.URGENT);
        JobRunner.Launch launch = lab.lab().runner().awaitStart(job.id());
        assertThat(launch.commands()).containsExactly(playbook("stop-single-instance"));
        assertThat(launch.variables()).isEqualTo(Map.of("label", "web", "region", "mel"));
        assertThat(launch.environment()).isEmpty();
        assertThat(known()).containsExactly("web", "wiki");
        ended(job, 0);

        assertThat(known()).containsExactly("wiki");
        assertThat(instances().cached(admin).inventory().groups().toString()).doesNotContain("{web=", " web=");
        AuditEntry entry = lab.audit().get(lab.audit().size() - 1);
        assertThat(entry.action()).isEqualTo("instance.stop");
        assertThat(entry.resource()).isEqualTo("instances/web");
        assertThat(entry.details())
                .isEqualTo(Map.of(
                        "label", "web", "region", "mel", "job_id", job.id().value()));
    }

    @Test
    void stopThatFailsLeavesTheInstanceInTheCache() throws InterruptedException {
        refreshed("web");
        ended(instances().stop(admin, new InstanceAddress("web", "mel")), 2);

        assertThat(known()).containsExactly("web");
    }

    @Test
    void onlyTheInstanceOfThatRegionLeaves() throws InterruptedException {
        lab.lab()
                .inventory()
                .holds(Map.of(
                        "all",
                        Map.of(
                                "hosts",
                                Map.of(
                                        "web.mel.1", FakeInventory.host("web", "mel", "cloudlab"),
                                        "web.ewr.2", FakeInventory.host("web", "ewr", "cloudlab")))));
        ended(instances().refresh(admin), 0);
        ended(instances().stop(admin, new InstanceAddress("web", "ewr")), 0);

        assertThat(known()).containsExactly("web.mel.1");
    }

    @Test
    void lastInstanceMayBeStoppedWithoutDoubt() throws InterruptedException {
        refreshed("web");
        ended(instances().stop(admin, new InstanceAddress("web", "mel")), 0);

        assertThat(known()).isEmpty();
        assertThat(instances().cached(admin).unconfirmedEmpty()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", " ", "{{ x }}", "{% if %}", "{# #}", "a\nb", "a\0b", "a\u001b[2J", "a\u202eb", "a\u0085b"})
    void labelsAndRegionsThatCouldMeanSomethingElseAreRefused(String text) {
        for (int which = 0; which < 2; which++) {
            String label = which == 0 ? text : "web";
            String region = which == 0 ? "mel" : text;
            assertThatThrownBy(() -> new InstanceAddress(label, region)).isInstanceOf(Refused.class);
        }
        assertThatThrownBy(() -> new InstanceAddress("x".repeat(256), "mel")).isInstanceOf(Refused.class);
    }

    @Test
    void serviceIsStoppedInTwoSteps() throws InterruptedException {
        lab.lab().catalogue().add("web");
        lab.lab()
                .inventory()
                .holds(Map.of(
                        "all",
                        Map.of(
                                "hosts",
                                Map.of(
                                        "mine", FakeInventory.host("mine", "mel", "cloudlab", "service-web"),
                                        "other", FakeInventory.host("other", "mel", "cloudlab", "service-web2"),
                                        "foreign", FakeInventory.host("foreign", "mel", "service-web")))));
        Caller mira = lab.caller("mira", Permission.SERVICES_STOP);
        Job job = instances().stopService(mira, new ServiceName("web"));

        assertThat(job.request().service()).isEqualTo("web");
        assertThat(job.request().action()).isEqualTo("stop");
        assertThat(job.plan().lane()).isEqualTo(Concurrency.URGENT);
        JobRunner.Launch launch = lab.lab().runner().awaitStart(job.id());
        assertThat(launch.commands()).containsExactly(playbook("generate-inventory"), playbook("stop-instances"));
        assertThat(launch.variables()).isEqualTo(Map.of("service_filter", "web"));
        ended(job, 0);

        assertThat(known()).containsExactly("foreign", "other");
        assertThat(lab.audit().get(0).action()).isEqualTo("service.stop");
        assertThat(lab.audit().get(0).resource()).isEqualTo("services/web");
    }

    @Test
    void whatVanishesWithoutHavingBeenDestroyedNeedsASecondLook() throws InterruptedException {
        refreshed("web", "wiki");
        lab.lab().inventory().holds();
        ended(instances().stopAll(admin), 0);

        assertThat(known()).containsExactly("web", "wiki");
        assertThat(instances().cached(admin).unconfirmedEmpty()).isTrue();
        destroyed(instances().stopAll(admin), "id-web-mel");
        assertThat(known()).isEmpty();
    }

    @Test
    void whatAJobHasDestroyedBeforeItFailedIsGone() throws InterruptedException {
        refreshed("web", "wiki");
        destroyed(instances().stopAll(admin), 2, "id-web-mel");

        assertThat(known()).containsExactly("wiki");
    }

    @Test
    void instanceThatWasNotDestroyedStays() throws InterruptedException {
        refreshed("web", "wiki");
        lab.lab().inventory().holds();
        destroyed(instances().stopAll(admin), "id-web-mel");

        assertThat(known()).containsExactly("wiki");
        assertThat(instances().cached(admin).unconfirmedEmpty()).isTrue();
    }

    @Test
    void everythingIsStopped() throws InterruptedException {
        refreshed("web", "wiki");
        Caller mira = lab.caller("mira", Permission.SYSTEM_STOP_ALL);
        Job job = instances().stopAll(mira);

        assertThat(job.request().service()).isEqualTo("all");
        assertThat(job.request().action()).isEqualTo("stop_all");
        assertThat(lab.lab().runner().awaitStart(job.id()).variables()).isEqualTo(Map.of("service_filter", ""));
        lab.lab().inventory().holds();
        destroyed(job, "id-web-mel", "id-wiki-mel");

        assertThat(known()).isEmpty();
        assertThat(instances().cached(admin).unconfirmedEmpty()).isFalse();
        assertThat(lab.audit().get(1).action()).isEqualTo("system.stop_all");
        assertThat(lab.audit().get(1).resource()).isEqualTo("instances");
    }
}
