package io.cloudlab.core.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cloudlab.core.access.Caller;
import io.cloudlab.core.access.Permission;
import io.cloudlab.core.audit.AuditTrail;
import io.cloudlab.core.identity.user.User;
import io.cloudlab.core.identity.user.Username;
import io.cloudlab.core.jobs.job.Concurrency;
import io.cloudlab.core.jobs.job.Job;
import io.cloudlab.core.jobs.job.JobRequest;
import io.cloudlab.core.jobs.job.JobRunner;
import io.cloudlab.core.jobs.job.JobStatus;
import io.cloudlab.core.jobs.job.JobSubject;
import io.cloudlab.core.jobs.job.JobSystem;
import io.cloudlab.core.jobs.job.Phase;
import io.cloudlab.core.server.ServerLease;
import io.cloudlab.core.shared.BackgroundExecutors;
import io.cloudlab.core.shared.Unavailable;
import io.cloudlab.core.testing.Eventually;
import io.cloudlab.core.testing.MutableClock;
import io.cloudlab.core.testing.fake.FakeLab;
import io.cloudlab.core.testing.memory.InMemoryStores;
import io.cloudlab.core.vault.MasterKey;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class JobStarterTest {
    private static final Duration LONG = Duration.ofSeconds(40);
    private static final JobSubject INVENTORY = new JobSubject.Cloud("inventory");
    private static final Caller ADMIN = Caller.system("test");

    private final MutableClock clock = new MutableClock(Instant.parse("2026-03-01T09:00:00Z"));
    private final InMemoryStores stores = new InMemoryStores();
    private final FakeLab lab = new FakeLab(clock);
    private final MasterKey key = MasterKey.generate();
    private final Caller mira;
    private final ServerLease lease;
    private final JobSystem system;
    private final Jobs jobs;
    private final JobStarter starter;

    JobStarterTest() {
        lease = new ServerLease(
                stores.transactions(),
                stores.leases(),
                lab.server(),
                System::nanoTime,
                BackgroundExecutors.DAEMON_THREADS);
        lease.take();
        system = new JobSystem(stores, lab, key, lease, clock);
        mira = refresher();
        jobs = system.jobs;
        starter = system.starter;
    }

    private Caller refresher() {
        int id = stores.users()
                .insert(new User(0, new Username("mira"), null, null, null, true, 0, clock.instant(), null, null, 0))
                .id();
        Set<Permission> held = Set.of(Permission.INSTANCES_REFRESH);
        int role = stores.roles()
                .insert("Refresher", "", false, clock.instant(), held)
                .id();
        stores.roles().assign(id, List.of(role));
        return Caller.user(id, "mira", held, Set.of(role), "203.0.113.9");
    }

    @AfterEach
    void close() {
        system.close();
        lease.close();
    }

    private static JobBuilder refresh() {
        return JobBuilder.of(INVENTORY, "refresh", "Refreshing the instances");
    }

    @Test
    void taskBecomesAJobOfTheCallerAndRuns() throws InterruptedException {
        JobBuilder task = refresh()
                .inputs(Map.of("label", "web"))
                .directory("init_playbook")
                .playbook("generate-inventory.yaml")
                .variable("label", "web")
                .environment(Map.of("PLAIN", "1"))
                .secretEnvironment(Map.of("HIDDEN", "hunter22"))
                .lane(Concurrency.URGENT);

        Job job = starter.start(mira, Permission.INSTANCES_REFRESH, task);

        assertThat(job.request())
                .isEqualTo(new JobRequest(
                        INVENTORY,
                        "refresh",
                        null,
                        Map.of("label", "web"),
                        mira.userId(),
                        "mira",
                        clock.instant(),
                        Permission.INSTANCES_REFRESH));
        assertThat(job.plan().lane()).isEqualTo(Concurrency.URGENT);
        JobRunner.Launch launch = lab.runner().awaitStart(job.id());
        assertThat(launch.directory()).isEqualTo("init_playbook");
        assertThat(launch.commands()).isEqualTo(task.commands);
        assertThat(launch.environment()).isEqualTo(Map.of("PLAIN", "1", "HIDDEN", "hunter22"));
        assertThat(launch.variables()).isEqualTo(Map.of("label", "web"));
        assertThat(lab.log().lines(job.id())).containsExactly("--- Refreshing the instances ---");
        lab.log().print(job.id(), "hunter22\n");
        assertThat(jobs.tail(Caller.system("test"), job, 1)).containsExactly("********");
        assertThat(launch.toString() + stores.jobs().find(job.id())).doesNotContain("hunter22");
    }

    @Test
    void startJoinsTheTransactionItIsIn() {
        assertThatThrownBy(() -> stores.transactions().run(() -> {
                    starter.start(mira, Permission.INSTANCES_REFRESH, refresh().command("true"));
                    throw new IllegalStateException("something after it failed");
                }))
                .hasMessage("something after it failed");

        assertThat(starter.unended(INVENTORY, "refresh")).isEmpty();
        assertThat(lab.runner().launches()).isEmpty();
    }

    @Test
    void fullDiskRefuses() {
        lab.log().full(true);

        assertThatThrownBy(() -> starter.start(
                        mira, Permission.INSTANCES_REFRESH, refresh().command("true")))
                .isInstanceOf(Unavailable.class);
    }

    @Test
    void jobThatHasNotEndedIsFoundByServiceAndAction() throws InterruptedException {
        Job job = starter.start(mira, Permission.INSTANCES_REFRESH, refresh().command("true"));

        assertThat(starter.unended(INVENTORY, "refresh"))
                .hasValueSatisfying(found -> assertThat(found.id()).isEqualTo(job.id()));
        assertThat(starter.unended(INVENTORY, "other")).isEmpty();
        assertThat(starter.unended(new JobSubject.Cloud("other"), "refresh")).isEmpty();
        assertThat(starter.unended(new JobSubject.Service("inventory"), "refresh"))
                .isEmpty();
        lab.runner().awaitStart(job.id());
        lab.runner().finish(job.id(), 0);
        jobs.await(ADMIN, job.id(), LONG);

        assertThat(starter.unended(INVENTORY, "refresh")).isEmpty();
    }

    @Test
    void whatHappensWithTheEndOfAJobIsStoredTogetherWithIt() throws InterruptedException {
        jobs.onEnding(ended -> {
            assertThat(stores.jobs().find(ended.job().id()).orElseThrow()).isEqualTo(ended.job());
            new AuditTrail(stores.audit(), clock)
                    .record(ADMIN, "noticed", ended.job().id().value());
        });
        Job job = finished(0);

        assertThat(stores.audit().latest(9))
                .extracting(entry -> String.valueOf(entry.resource()))
                .containsExactly(job.id().value());
    }

    @Test
    void listenerThatFailsDoesNotKeepAJobFromEnding() throws InterruptedException {
        jobs.onEnding(ended -> new AuditTrail(stores.audit(), clock).record(ADMIN, "noticed", "x"));
        jobs.onEnding(ended -> {
            throw new IllegalStateException("a mistake");
        });

        assertThat(stores.jobs().find(finished(0).id()).orElseThrow().status()).isEqualTo(JobStatus.COMPLETED);
        assertThat(stores.audit().latest(9)).isEmpty();
    }

    @Test
    void endWaitsForAListenerWhoseDatabaseIsAway() throws InterruptedException {
        int[] calls = {0};
        jobs.onEnding(ended -> {
            if (++calls[0] < 3) throw new Unavailable("database-down", "The database does not answer.");
        });

        assertThat(stores.jobs().find(finished(0).id()).orElseThrow().status()).isEqualTo(JobStatus.COMPLETED);
        assertThat(calls[0]).isEqualTo(3);
    }

    private Job finished(int code) throws InterruptedException {
        Job job = starter.start(mira, Permission.INSTANCES_REFRESH, refresh().command("true"));
        lab.runner().awaitStart(job.id());
        Eventually.until(
                "it runs", () -> stores.jobs().find(job.id()).orElseThrow().phase() == Phase.RUNNING);
        lab.runner().finish(job.id(), code);
        jobs.await(ADMIN, job.id(), LONG);
        return job;
    }
}
