package io.cloudlab.core.instances;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.cloudlab.core.access.Caller;
import io.cloudlab.core.access.Denied;
import io.cloudlab.core.access.Permission;
import io.cloudlab.core.audit.AuditEntry;
import io.cloudlab.core.jobs.job.Job;
import io.cloudlab.core.jobs.job.JobRunner;
import io.cloudlab.core.services.ServiceName;
import io.cloudlab.core.shared.NotFound;
import io.cloudlab.core.testing.Race;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class InstancesTest extends InstancesFixture {
    @Test
    void nothingIsKnownBeforeTheFirstRefresh() {
        assertThat(instances().cached(admin)).isEqualTo(InstanceCache.NOTHING);
    }

    @Test
    void refreshRunsThePlaybookAndTakesOverWhatItWrites() throws InterruptedException {
        Caller mira = lab.caller("mira", Permission.INSTANCES_REFRESH);
        Job job = instances().refresh(mira);

        assertThat(job.request().service()).isEqualTo("inventory");
        assertThat(job.request().action()).isEqualTo("refresh");
        assertThat(job.request().username()).isEqualTo("mira");
        JobRunner.Launch launch = lab.lab().runner().awaitStart(job.id());
        assertThat(launch.directory()).isEmpty();
        assertThat(launch.commands()).containsExactly(playbook("generate-inventory"));
        assertThat(known()).isEmpty();
        lab.lab().inventory().holds("web", "wiki");
        Instant end = ended(job, 0).outcome().finishedAt();

        assertThat(known()).containsExactly("web", "wiki");
        assertThat(instances().cached(admin).cachedAt()).isEqualTo(end);
        assertThat(lab.audit())
                .extracting(AuditEntry::action, AuditEntry::resource, AuditEntry::details)
                .containsExactly(tuple(
                        "instance.refresh",
                        "instances",
                        Map.of("job_id", job.id().value())));
    }

    @Test
    void everybodyWhoAsksWhileARefreshRunsGetsThatOne() throws InterruptedException {
        Set<Job> jobs = new HashSet<>(Race.of(10, each -> instances().refresh(admin)));
        Set<String> ids = new HashSet<>();
        jobs.forEach(job -> ids.add(job.id().value()));

        assertThat(ids).hasSize(1);
        assertThat(lab.audit()).hasSize(1);
        Job first = jobs.iterator().next();
        ended(first, 0);
        assertThat(instances().refresh(admin).id()).isNotEqualTo(first.id());
    }

    @Test
    void refreshThatIsBeingCancelledIsNobodysAnswer() throws InterruptedException {
        Job job = instances().refresh(admin);
        lab.lab().runner().awaitStart(job.id());
        lab.lab().runner().onStop(id -> 0);
        lab.cloudLab().jobs().cancel(admin, job.id());

        assertThat(instances().refresh(admin).id()).isNotEqualTo(job.id());
    }

    @Test
    void failedRefreshChangesNothing() throws InterruptedException {
        refreshed("web");
        InstanceCache before = instances().cached(admin);
        lab.lab().inventory().holds("other");
        ended(instances().refresh(admin), 2);

        assertThat(instances().cached(admin)).isEqualTo(before);
    }

    @Test
    void inventoryThatCannotBeReadChangesNothing() throws InterruptedException {
        refreshed("web");
        InstanceCache before = instances().cached(admin);
        lab.lab().inventory().isUnreadable("inventory/vultr.yml, line 3, column 1: a tab.");
        ended(instances().refresh(admin), 0);

        assertThat(instances().cached(admin)).isEqualTo(before);
    }

    @Test
    void emptyResultIsBelievedTheSecondTime() throws InterruptedException {
        refreshed("web");
        Instant before = instances().cached(admin).cachedAt();
        lab.clock().advance(Duration.ofMinutes(1));
        refreshed();

        assertThat(known()).containsExactly("web");
        assertThat(instances().cached(admin).unconfirmedEmpty()).isTrue();
        assertThat(instances().cached(admin).cachedAt()).isEqualTo(before);
        refreshed();

        assertThat(known()).isEmpty();
        assertThat(instances().cached(admin).unconfirmedEmpty()).isFalse();
        assertThat(instances().cached(admin).cachedAt()).isEqualTo(lab.clock().instant());
    }

    @Test
    void doubtEndsWithTheNextInstanceThatIsFound() throws InterruptedException {
        refreshed("web");
        refreshed();
        refreshed("web");
        refreshed();

        assertThat(known()).containsExactly("web");
        assertThat(instances().cached(admin).unconfirmedEmpty()).isTrue();
    }

    @Test
    void firstRefreshMayFindNone() throws InterruptedException {
        refreshed();

        assertThat(instances().cached(admin).unconfirmedEmpty()).isFalse();
        assertThat(instances().cached(admin).cachedAt()).isNotNull();
    }

    @Test
    void refreshThatEndedWhileTheSystemWasDownIsTakenOver() throws InterruptedException {
        Job job = instances().refresh(admin);
        lab.lab().runner().awaitStart(job.id());
        lab.cloudLab().close();
        lab.lab().inventory().holds("web");
        lab.lab().runner().finish(job.id(), 0);

        lab.restart().jobs().await(admin, job.id(), LONG);

        assertThat(known()).containsExactly("web");
    }

    @Test
    void listenersWriteTogetherWithTheCacheAndTheEndOfTheJob() throws InterruptedException {
        List<Set<String>> told = new ArrayList<>();
        instances().onChanged(cache -> {
            told.add(cache.inventory().hosts().keySet());
            assertThat(lab.stores().instances().read()).isEqualTo(cache);
        });
        refreshed("web");
        ended(instances().stop(admin, new InstanceAddress("nobody", "mel")), 0);
        ended(instances().stop(admin, new InstanceAddress("web", "mel")), 0);

        assertThat(told).containsExactly(Set.of("web"), Set.of());
    }

    @Test
    void listenerThatFailsTakesTheChangeOfTheCacheWithIt() throws InterruptedException {
        instances().onChanged(cache -> {
            throw new IllegalStateException("a mistake");
        });
        lab.lab().inventory().holds("web");
        Job job = ended(instances().refresh(admin), 0);

        assertThat(job.hasEnded()).isTrue();
        assertThat(known()).isEmpty();
    }

    @Test
    void permissionsAreNeeded() {
        Caller nobody = lab.caller("jake", Permission.JOBS_VIEW_ALL, Permission.SERVICES_DEPLOY);
        InstanceAddress web = new InstanceAddress("web", "mel");

        assertThatThrownBy(() -> instances().cached(nobody)).isInstanceOf(Denied.class);
        assertThatThrownBy(() -> instances().refresh(nobody)).isInstanceOf(Denied.class);
        assertThatThrownBy(() -> instances().stop(nobody, web)).isInstanceOf(Denied.class);
        assertThatThrownBy(() -> instances().stopService(nobody, new ServiceName("nope")))
                .isInstanceOf(Denied.class);
        assertThatThrownBy(() -> instances().stopAll(nobody)).isInstanceOf(Denied.class);
        assertThatThrownBy(() -> instances().stopService(admin, new ServiceName("nope")))
                .isInstanceOf(NotFound.class);
        assertThat(lab.audit()).isEmpty();
    }
}
